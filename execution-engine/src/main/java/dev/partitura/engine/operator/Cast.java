package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Converts the element type: floats to integers toward zero, anything to booleans by "is not
/// zero", strings by their number. A float beyond the integer type, which ONNX leaves open, becomes
/// the type's largest or smallest number, and NaN becomes 0. Source: ONNX Cast-1, 6, 9, 13, 19, 21,
/// 23, 24, 25.
final class Cast implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "Cast",
              Category.SHAPE,
              List.of("input"),
              1,
              Parameter.optional("to", Kind.INT),
              Parameter.ofInt("saturate", 1),
              ElementConversion.ROUND_MODE)
          .withOutputs("output");

  @Override
  public Map<String, Attribute> startingAttributes() {
    return Map.of("to", new Attribute.IntValue(1));
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.MOVES_ELEMENTS, Trait.PLACE_BY_PLACE);
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public boolean takesCompactTypes() {
    return true;
  }

  @Override
  public boolean takes(Parameter parameter, Attribute value) {
    return parameter.name().equals("to") && value instanceof Attribute.StringValue;
  }

  @Override
  public @Nullable SizeList sizes(OpContext op) {
    return isTo(op, DataType.INT64) ? op.sizes(0) : null;
  }

  @Override
  public boolean keepsMasked(OpContext op, int input) {
    return isTo(op, op.dataType(0));
  }

  private static boolean isTo(OpContext op, DataType type) {
    return op.attributes().intOr("to", 0) == type.onnxCode();
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    ElementConversion.requireRoundMode(op);
    return List.of(new TensorType(target(op), op.shape(0)));
  }

  /// The wanted type; operator sets before 6 name it in words.
  private static DataType target(OpContext op) {
    if (op.attributes().get("to") instanceof Attribute.StringValue(var name)) {
      for (var type : DataType.values()) {
        if (type.name().equals(name)) {
          return type;
        }
      }
      throw op.refuse("op.cast.target", name);
    }
    return ElementTypes.of(op, op.requireInt("to"));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.moving(op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    ElementConversion.convert(run, run.tensor(0), outputs.get(0, infer(run).getFirst()));
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.kept(0);
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var from = op.context().dataType(0);
    return from.isFloating()
        ? op.each(
            op.op(
                "Cast",
                Backward.attributes("to", new Attribute.IntValue(from.onnxCode())),
                op.gradient()))
        : op.each((String) null);
  }
}
