package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Running sum along an axis, from the other end when `reverse`, without the element itself when
/// `exclusive`. Source: ONNX CumSum-11, 14.
final class CumSum implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "CumSum",
              Category.REDUCTION,
              List.of("x", "axis"),
              2,
              Parameter.ofInt("exclusive", 0),
              Parameter.ofInt("reverse", 0))
          .withOutputs("y");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireNumbers(0);
    op.requireIndices(1);
    op.requireRankAtLeast(0, 1);
    var x = op.shape(0);
    if (x != null && !op.isVariable(1)) {
      op.axis(op.single(1).longAt(0), x.rank());
    }
    return List.of(op.type(0));
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var y = outputs.get(0, infer(run).getFirst());
    var shape = x.shape();
    int axis = run.axis(run.single(1).longAt(0), shape.rank());
    long inner = shape.product(axis + 1, shape.rank());
    long length = shape.size(axis);
    boolean exclusive = SIGNATURE.intOf(run.attributes(), "exclusive") != 0;
    boolean reverse = SIGNATURE.intOf(run.attributes(), "reverse") != 0;
    for (long o = 0; o < shape.product(0, axis); o++) {
      for (long i = 0; i < inner; i++) {
        double sum = 0;
        long whole = 0;
        for (long step = 0; step < length; step++) {
          long at = (o * length + (reverse ? length - 1 - step : step)) * inner + i;
          double value = x.doubleAt(at);
          long integer = x.longAt(at);
          if (x.dataType().isInteger()) {
            y.setLong(at, exclusive ? whole : whole + integer);
          } else {
            y.setDouble(at, exclusive ? sum : sum + value);
          }
          sum += value;
          whole += integer;
        }
      }
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    int split = op.onlyAxis(0);
    var axis = op.common(1);
    return split < 0
            || axis == null
            || op.part().axis(op.part().single(1).longAt(0), op.rank(0)) == split
        ? Sharding.UNKNOWN
        : op.kept(0);
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var reverse = SIGNATURE.intOf(op.context().attributes(), "reverse") == 0 ? 1 : 0;
    return op.first(
        op.op(
            "CumSum",
            op.context().attributes().with("reverse", new Attribute.IntValue(reverse)),
            op.gradient(),
            op.input(1)));
  }
}
