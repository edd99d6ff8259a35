package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The same bits read as another element type of as many bits. Source: ONNX BitCast-26.
final class BitCast implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "BitCast", Category.SHAPE, List.of("input"), 1, Parameter.optional("to", Kind.INT))
          .withOutputs("output");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Map<String, Attribute> startingAttributes() {
    return Map.of("to", new Attribute.IntValue(DataType.INT32.onnxCode()));
  }

  @Override
  public boolean takesCompactTypes() {
    return true;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    var type = ElementTypes.of(op, op.requireInt("to"));
    int bits = type.bitsInFile();
    if (bits == 0 || bits != op.dataType(0).bitsInFile()) {
      throw op.refuse("op.bitcast.size", op.dataType(0).label(), type.label());
    }
    return List.of(new TensorType(type, op.shape(0)));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.moving(op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var y = outputs.get(0, infer(run).getFirst());
    int unused = Math.max(0, Byte.SIZE - x.dataType().bitsInFile());
    if (unused == 0) {
      y.data().copyFrom(x.data());
      return;
    }
    // One element a byte: integers with their sign, all others with zeros above their bits.
    boolean signed = y.dataType() == DataType.INT4 || y.dataType() == DataType.INT2;
    for (long i = 0; i < x.elementCount(); i++) {
      byte high = (byte) (x.data().get(ValueLayout.JAVA_BYTE, i) << unused);
      int bits = signed ? high >> unused : (high & 0xff) >> unused;
      y.data().set(ValueLayout.JAVA_BYTE, i, (byte) bits);
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.kept(0);
  }
}
