package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// An operator that turns each vector along one axis into another of the same length. Before
/// operator set 13 the axes from `axis` on make one vector together.
abstract class AlongAxis implements Operator {
  private final Signature signature;
  private final int flopsPerElement;

  AlongAxis(String type, int flopsPerElement) {
    this.flopsPerElement = flopsPerElement;
    signature =
        Signature.of(type, Category.ACTIVATION, List.of("input"), 1, Parameter.ofInt("axis", -1))
            .withOutputs("output");
  }

  /// Replaces the vector.
  abstract void apply(double[] vector);

  @Override
  public final Signature signature() {
    return signature;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    var input = op.shape(0);
    if (input != null) {
      axis(op, input.rank());
    }
    return List.of(op.type(0));
  }

  private static int axis(OpContext op, int rank) {
    boolean together = op.opset() < 13;
    long axis = op.attributes().intOr("axis", together ? 1 : -1);
    return together && axis == rank ? rank : op.axis(axis, Math.max(1, rank));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.elementwise(op, outputs, flopsPerElement);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var y = outputs.get(0, infer(run).getFirst());
    int rank = x.shape().rank();
    int axis = axis(run, rank);
    boolean together = run.opset() < 13;
    long inner = together || rank == 0 ? 1 : x.shape().product(axis + 1, rank);
    long length = rank == 0 ? 1 : together ? x.shape().product(axis, rank) : x.shape().size(axis);
    if (x.elementCount() == 0) {
      return;
    }
    var vector = new double[Math.toIntExact(length)];
    long outer = x.elementCount() / (length * inner);
    for (long o = 0; o < outer; o++) {
      for (long i = 0; i < inner; i++) {
        long start = o * length * inner + i;
        for (int k = 0; k < vector.length; k++) {
          vector[k] = x.doubleAt(start + k * inner);
        }
        apply(vector);
        for (int k = 0; k < vector.length; k++) {
          y.setDouble(start + k * inner, vector[k]);
        }
      }
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    int split = op.onlyAxis(0);
    int axis = split < 0 ? -1 : axis(op.part(), op.rank(0));
    boolean apart = op.part().opset() < 13 ? split < axis : split != axis;
    return apart ? op.kept(0) : Sharding.UNKNOWN;
  }

  /// The axes along which one vector lies.
  static int[] axes(Backward op) {
    int rank = op.shape(0).rank();
    int axis = axis(op.context(), rank);
    return op.context().opset() < 13 ? IntStream.range(axis, rank).toArray() : new int[] {axis};
  }
}
