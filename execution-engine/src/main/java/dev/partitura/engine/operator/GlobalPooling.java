package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A pooling whose window is the whole plane: `[N, C, D…]` to `[N, C, 1…]`.
abstract class GlobalPooling implements Operator {
  private final Signature signature;

  GlobalPooling(String type, Parameter... parameters) {
    signature = Signature.of(type, Category.POOLING, List.of("X"), 1, parameters);
  }

  abstract double fold(OpContext op, double[] plane);

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.WHOLE_WINDOW);
  }

  @Override
  public final Signature signature() {
    return signature;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    op.requireRankAtLeast(0, 2);
    var x = op.shape(0);
    if (x == null) {
      return List.of(op.type(0));
    }
    var axes = new ShapeAxes().addAll(x, 0, 2);
    for (int axis = 2; axis < x.rank(); axis++) {
      axes.add(1);
    }
    return List.of(op.type(0).withShape(axes.shape()));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.of(op.type(0).isStatic() ? op.type(0).knownShape().elementCount() : 0, op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var y = outputs.get(0, infer(run).getFirst());
    var plane = new double[Math.toIntExact(x.shape().product(2, x.shape().rank()))];
    for (long p = 0; p < y.elementCount(); p++) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] = x.doubleAt(p * plane.length + i);
      }
      y.setDouble(p, fold(run, plane));
    }
  }

  /// Every plane of every sample is pooled by itself.
  @Override
  public Sharding sharding(ShardedOp op, int output) {
    return op.onlyAxis(0) < 2 ? op.kept(0) : Sharding.UNKNOWN;
  }
}
