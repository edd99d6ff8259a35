package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Elements below `min` become `min`, those above `max` become `max`; attributes before operator
/// set 11, scalar inputs since. Where min exceeds max, the result is max. Source: ONNX Clip-1, 6,
/// 11, 12, 13.
final class Clip implements Operator {
  private static final Signature SIGNATURE =
      Signature.of("Clip", Category.ACTIVATION, List.of("input", "min", "max"), 1)
          .withOutputs("output");

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.BEHIND_HEAD, Trait.ENDS_CHAIN, Trait.IN_CHAIN);
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireNumbers(0);
    op.requireSameType(0, 1, 2);
    for (int bound = 1; bound <= 2; bound++) {
      var shape = op.hasInput(bound) ? op.shape(bound) : null;
      if (shape != null && shape.isStatic() && shape.elementCount() != 1) {
        throw op.refuse("op.input.single", bound, shape);
      }
    }
    return List.of(op.type(0));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.elementwise(op, outputs, 2);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    infer(run);
    var x = run.tensor(0);
    var y = outputs.get(0, x.type());
    if (x.dataType().isInteger() && x.dataType() != DataType.UINT64) {
      long min = run.hasInput(1) ? run.tensor(1).longAt(0) : Long.MIN_VALUE;
      long max = run.hasInput(2) ? run.tensor(2).longAt(0) : Long.MAX_VALUE;
      for (long i = 0; i < x.elementCount(); i++) {
        y.setLong(i, Math.min(max, Math.max(min, x.longAt(i))));
      }
    } else if (x.dataType() == DataType.UINT64) {
      clipUnsigned(run, x, y);
    } else {
      double min = bound(run, 1, "min", Double.NEGATIVE_INFINITY);
      double max = bound(run, 2, "max", Double.POSITIVE_INFINITY);
      for (long i = 0; i < x.elementCount(); i++) {
        y.setDouble(i, Math.min(max, Math.max(min, x.doubleAt(i))));
      }
    }
  }

  private static double bound(OpContext op, int input, String attribute, double none) {
    return op.hasInput(input)
        ? op.tensor(input).doubleAt(0)
        : op.attributes().floatOr(attribute, (float) none);
  }

  private static void clipUnsigned(OpContext run, Tensor x, Tensor y) {
    long min = run.hasInput(1) ? run.tensor(1).longAt(0) : 0;
    long max = run.hasInput(2) ? run.tensor(2).longAt(0) : -1;
    for (long i = 0; i < x.elementCount(); i++) {
      long raised = Long.compareUnsigned(x.longAt(i), min) < 0 ? min : x.longAt(i);
      y.setLong(i, Long.compareUnsigned(raised, max) > 0 ? max : raised);
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.kept(0);
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    var x = op.input(0);
    var y = op.output();
    return op.every(input ->
        switch (input) {
          case 0 -> op.times(op.gradient(), op.same(x, y));
          case 1 -> toBound(op, op.minus(y, x), 1);
          default -> toBound(op, op.minus(x, y), 2);
        });
  }

  /// The gradient of a bound: the sum of all that was brought to it.
  private static String toBound(Backward op, String moved, int input) {
    var brought = op.times(op.gradient(), op.positive(moved));
    var all = IntStream.range(0, op.outputShape().rank()).toArray();
    return op.reshaped(op.summed(brought, all), op.shape(input));
  }
}
