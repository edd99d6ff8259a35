package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A tensor written into the op. Source: ONNX Constant-1, 9, 11, 12, 13, 19, 21.
final class Constant implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "Constant",
              Category.SHAPE,
              List.of(),
              0,
              Parameter.optional("value", Kind.TENSOR),
              Parameter.optional("value_float", Kind.FLOAT),
              Parameter.optional("value_floats", Kind.FLOATS),
              Parameter.optional("value_int", Kind.INT),
              Parameter.optional("value_ints", Kind.INTS),
              Parameter.optional("value_string", Kind.STRING),
              Parameter.optional("value_strings", Kind.STRINGS))
          .withOutputs("output");

  @Override
  public Map<String, Attribute> startingAttributes() {
    return Map.of("value", new Attribute.TensorValue(Tensor.ofFloats(new float[] {0})));
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  private static Tensor value(OpContext op) {
    for (var attribute : op.attributes().byName().values()) {
      switch (attribute) {
        case Attribute.TensorValue(var tensor) -> {
          return tensor;
        }
        case Attribute.FloatValue(var number) -> {
          return Tensor.ofFloats(new float[] {number});
        }
        case Attribute.IntValue(var number) -> {
          return Tensor.ofLongs(new long[] {number});
        }
        case Attribute.StringValue(var text) -> {
          return Tensor.ofStrings(new String[] {text});
        }
        case Attribute.Ints(var numbers) -> {
          return Tensor.ofLongs(
              numbers.stream().mapToLong(Long::longValue).toArray(), numbers.size());
        }
        case Attribute.Floats(var numbers) -> {
          var floats = new float[numbers.size()];
          for (int i = 0; i < floats.length; i++) {
            floats[i] = numbers.get(i);
          }
          return Tensor.ofFloats(floats, floats.length);
        }
        case Attribute.Strings(var texts) -> {
          return Tensor.ofStrings(texts.toArray(String[]::new), texts.size());
        }
        case Attribute.NetworkValue _, Attribute.Opaque _ -> throw op.refuse("op.constant.kind");
      }
    }
    throw op.refuse("op.constant.missing");
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    return List.of(value(op).type());
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.NONE;
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var value = value(op);
    outputs.get(0, value.type()).copyFrom(value);
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return Sharding.REPLICATED;
  }
}
