package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Drops nothing when inferring: the output is the input and the mask is all true. Training
/// (`training_mode`, since operator set 12) is refused here unless the ratio is 0. Source: ONNX
/// Dropout-1, 6, 7, 10, 12, 13, 22.
final class Dropout implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "Dropout",
              Category.LAYER,
              List.of("data", "ratio", "training_mode"),
              1,
              Parameter.optional("seed", Kind.INT))
          .withOutputs("output", "mask");

  /// In training it drops elements: where that is not known beforehand, it may be.
  @Override
  public boolean isView(OpContext op) {
    if (!op.hasInput(2)) {
      return true;
    }
    var training = op.constant(2);
    return training != null && training.longAt(0) == 0;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    var mask = op.opset() < 10 ? op.dataType(0) : DataType.BOOL;
    return List.of(op.type(0), new TensorType(mask, op.shape(0)));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.moving(op, outputs.subList(0, Math.min(outputs.size(), op.outputCount())));
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var data = run.tensor(0);
    boolean training = run.hasInput(2) && run.single(2).longAt(0) != 0;
    double ratio = run.hasInput(1) ? run.single(1).doubleAt(0) : 0.5;
    if (training && ratio != 0) {
      throw run.refuse("op.dropout.training");
    }
    outputs.get(0, infer(run).getFirst()).copyFrom(data);
    if (outputs.wanted(1)) {
      var mask = outputs.get(1, infer(run).get(1));
      for (long i = 0; i < mask.elementCount(); i++) {
        mask.setLong(i, 1);
      }
    }
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var each = op.each(op.gradient());
    while (each.size() < op.context().inputCount()) {
      each.add(null);
    }
    return each;
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.kept(0);
  }
}
