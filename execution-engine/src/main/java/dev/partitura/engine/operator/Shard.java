package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.ConstantSource;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// One of equal parts of a value along an axis. Made when a plan is laid out; no file holds it.
public final class Shard implements Operator {
  public static final String TYPE = "Shard";
  private static final String AXIS = "axis";
  private static final String INDEX = "index";
  private static final String PARTS = "parts";

  private static final Signature SIGNATURE =
      new Signature(
          Fused.DOMAIN,
          TYPE,
          Category.SHAPE,
          List.of("whole"),
          1,
          false,
          List.of("part"),
          false,
          List.of(Parameter.ofInt(AXIS, 0), Parameter.ofInt(INDEX, 0), Parameter.ofInt(PARTS, 1)));

  public static Attributes attributes(int axis, int index, int parts) {
    var attributes = new LinkedHashMap<String, Attribute>();
    attributes.put(AXIS, new Attribute.IntValue(axis));
    attributes.put(INDEX, new Attribute.IntValue(index));
    attributes.put(PARTS, new Attribute.IntValue(parts));
    return new Attributes(attributes);
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
  public List<TensorType> infer(OpContext op) {
    int parts = (int) op.attributes().intOr(PARTS, 1);
    return List.of(SplitRules.part(op.type(0), (int) op.attributes().intOr(AXIS, 0), parts));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.moving(op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    copy(
        run.tensor(0),
        outputs.get(0, infer(run).getFirst()),
        (int) op.attributes().intOr(AXIS, 0),
        op.attributes().intOr(INDEX, 0),
        true);
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var attributes = op.context().attributes();
    var whole = op.shape(0);
    var sources = new long[whole.rank()][];
    for (int axis = 0; axis < sources.length; axis++) {
      boolean isCut = axis == attributes.intOr(AXIS, 0);
      long count = isCut ? whole.size(axis) / attributes.intOr(PARTS, 1) : whole.size(axis);
      long first = isCut ? count * attributes.intOr(INDEX, 0) : 0;
      sources[axis] = LongStream.range(first, first + count).toArray();
    }
    return op.first(AxisSources.back(op, op.gradient(), whole, sources));
  }

  /// Copies part `index` along `axis` out of `whole`, or into it.
  public static void copy(Tensor whole, Tensor part, int axis, long index, boolean out) {
    var shape = part.shape();
    long row = shape.product(axis, shape.rank());
    long wholeRow = whole.shape().product(axis, shape.rank());
    for (long outer = 0; outer < shape.product(0, axis); outer++) {
      long at = outer * wholeRow + index * row;
      if (out) {
        Elements.copy(whole, at, 1, part, outer * row, 1, row);
      } else {
        Elements.copy(part, outer * row, 1, whole, at, 1, row);
      }
    }
  }

  /// A part of a constant, made when it is loaded.
  public static Constant of(Constant whole, int axis, int index, int parts) {
    var type = SplitRules.part(whole.type(), axis, parts);
    return new Constant(
        type,
        new ConstantSource.Derived(
            List.of(whole),
            from -> {
              var part = Tensor.allocate(type);
              copy(from.getFirst(), part, axis, index, true);
              return part;
            }));
  }
}
