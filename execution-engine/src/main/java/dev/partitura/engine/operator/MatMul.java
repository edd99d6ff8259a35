package dev.partitura.engine.operator;

import dev.partitura.engine.network.Op;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Matrix product over the last two axes, the others broadcast; a vector is a row on the left, a
/// column on the right, and its axis goes. Source: ONNX MatMul-1, 9, 13.
final class MatMul implements Operator {
  private static final Signature SIGNATURE =
      Signature.of("MatMul", Category.LAYER, List.of("A", "B"), 2);

  @Override
  public boolean takesWeightOrValue(int input) {
    return input == 1;
  }

  @Override
  public List<Weight> weights(DrawnOp op) {
    long features = op.data().rank() < 2 ? -1 : op.data().size(-1);
    return features < 0
        ? List.of()
        : List.of(
            new Weight(1, Role.WEIGHT, new long[] {features, op.channels(this)}, features, 0));
  }

  @Override
  public int channelAxis(Op op, int rank) {
    return rank - 1;
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.HEAD, Trait.WEIGHTED, Trait.COMMON);
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  /// A as a matrix stack: a vector gets a leading axis.
  private static Shape left(Shape a) {
    return a.rank() == 1 ? new ShapeAxes().add(1).add(a, 0).shape() : a;
  }

  private static Shape right(Shape b) {
    return b.rank() == 1 ? new ShapeAxes().add(b, 0).add(1).shape() : b;
  }

  /// The leading axes, broadcast together.
  private static Shape stack(OpContext op, Shape a, Shape b) {
    return Broadcast.together(op, leading(a), leading(b));
  }

  private static Shape leading(Shape matrices) {
    return new ShapeAxes().addAll(matrices, 0, matrices.rank() - 2).shape();
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireNumbers(0);
    op.requireSameType(0, 1);
    op.requireRankAtLeast(0, 1);
    op.requireRankAtLeast(1, 1);
    var a = op.shape(0);
    var b = op.shape(1);
    if (a == null || b == null) {
      return List.of(op.type(0).withShape(null));
    }
    var left = left(a);
    var right = right(b);
    if (left.isKnown(-1) && right.isKnown(-2) && left.size(-1) != right.size(-2)) {
      throw op.refuse("op.matmul.inner", a, b, left.size(-1), right.size(-2));
    }
    var stack = stack(op, left, right);
    var axes = new ShapeAxes().addAll(stack, 0, stack.rank());
    if (a.rank() > 1) {
      axes.add(left, left.rank() - 2);
    }
    if (b.rank() > 1) {
      axes.add(right, right.rank() - 1);
    }
    return List.of(op.type(0).withShape(axes.shape()));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    var a = op.shape(0);
    var y = outputs.getFirst();
    if (a == null || !a.isStatic() || !y.isStatic()) {
      return Work.NONE;
    }
    return Work.of(Math.multiplyExact(2 * a.size(-1), y.knownShape().elementCount()), op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var a = run.tensor(0);
    var b = run.tensor(1);
    var y = outputs.get(0, infer(run).getFirst());
    var left = left(a.shape());
    var right = right(b.shape());
    var stack = stack(run, left, right);
    int m = Math.toIntExact(left.size(-2));
    int k = Math.toIntExact(left.size(-1));
    int n = Math.toIntExact(right.size(-1));
    var stepsA = scaled(Broadcast.strides(leading(left), stack), (long) m * k);
    var stepsB = scaled(Broadcast.strides(leading(right), stack), (long) k * n);
    var product = new StackProduct(a, b, y);
    int matrix = 0;
    for (var rows = IndexSpace.of(stack.sizes(), stepsA, stepsB); rows.next(); ) {
      for (long i = 0; i < rows.rowLength(); i++) {
        int atA = Math.toIntExact(rows.position(0) + i * rows.step(0));
        int atB = Math.toIntExact(rows.position(1) + i * rows.step(1));
        product.add(new MatrixProduct.View(atA, k, 1), atB, matrix++ * m * n, m, n, k);
      }
    }
    product.finish();
  }

  private static long[] scaled(long[] steps, long size) {
    return Arrays.stream(steps).map(step -> step * size).toArray();
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    int rankA = op.rank(0);
    int rankB = op.rank(1);
    if (rankA < 1 || rankB < 1) {
      return Sharding.UNKNOWN;
    }
    // The product as if both were stacks of matrices of one rank.
    int rank = Math.max(2, Math.max(rankA, rankB));
    int a = place(op, 0, rankA == 1 ? rank - 1 : rank - rankA);
    int b = place(op, 1, rankB == 1 ? rank - 2 : rank - rankB);
    boolean rows = a == rank - 2 && op.isReplicated(1);
    boolean columns = b == rank - 1 && op.isReplicated(0);
    boolean stacks =
        a >= 0
            ? a < rank - 2 && (b == a || stands(op, 1, a, rank))
            : b >= 0 && b < rank - 2 && stands(op, 0, b, rank);
    if (a == rank - 1 && b == rank - 2) {
      return Sharding.PARTIAL;
    }
    if (!rows && !columns && !stacks) {
      return Sharding.UNKNOWN;
    }
    int axis = a >= 0 ? a : b;
    return Sharding.along(axis == rank - 1 && rankA == 1 ? axis - 1 : axis);
  }

  /// Where the split axis of an input lies when the input's axes begin at `offset`, or -1.
  private static int place(ShardedOp op, int index, int offset) {
    return op.axis(index) < 0 ? -1 : op.axis(index) + offset;
  }

  /// Whether a replicated input is the same for every matrix along stack axis `axis`.
  private static boolean stands(ShardedOp op, int index, int axis, int rank) {
    var shape = op.part().shape(index);
    int here = shape == null ? 0 : axis - rank + Math.max(2, shape.rank());
    return shape != null
        && op.isReplicated(index)
        && (shape.rank() < 2 || here < 0 || shape.size(here) == 1);
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    // As if both were stacks of matrices.
    var a = left(op.shape(0));
    var b = right(op.shape(1));
    var stack = stack(op.context(), a, b);
    var product =
        new ShapeAxes()
            .addAll(stack, 0, stack.rank())
            .add(a, a.rank() - 2)
            .add(b, b.rank() - 1)
            .shape();
    var gradient =
        product.rank() == op.outputShape().rank()
            ? op.gradient()
            : op.reshaped(op.gradient(), product);
    return op.each(
        op.where(
            0,
            () -> {
              var other = as(op, 1, b);
              var made = op.op("MatMul", gradient, op.transposed(other, b.rank()));
              return of(op, 0, made, factor(stack, a, -2, b, -2), a);
            }),
        op.where(
            1,
            () -> {
              if (isOne(b)
                  && stack.rank() > 0
                  && Arrays.equals(leading(a).sizes(), stack.sizes())) {
                var made = ofAll(op, gradient, a, b);
                return op.shape(1).rank() == 2 ? made : op.reshaped(made, op.shape(1));
              }
              var other = as(op, 0, a);
              var made = op.op("MatMul", op.transposed(other, a.rank()), gradient);
              return of(op, 1, made, factor(stack, a, -1, b, -1), b);
            }));
  }

  /// Whether it is one matrix.
  private static boolean isOne(Shape matrices) {
    return matrices.product(0, matrices.rank() - 2) == 1;
  }

  /// The gradient of one matrix by which all of a stack were multiplied: one product of all their
  /// rows, whose sum over the stack is never in memory as its terms.
  private static String ofAll(Backward op, String gradient, Shape a, Shape b) {
    long rows = a.product(0, a.rank() - 1);
    var left = op.reshaped(op.input(0), Shape.of(rows, a.size(-1)));
    var right = op.reshaped(gradient, Shape.of(rows, b.size(-1)));
    return op.op("MatMul", op.transposed(left, 2), right);
  }

  /// The shape of a product of the stack, `a.size(axisA)` by `b.size(axisB)`.
  private static Shape factor(Shape stack, Shape a, int axisA, Shape b, int axisB) {
    return new ShapeAxes()
        .addAll(stack, 0, stack.rank())
        .add(a.size(axisA))
        .add(b.size(axisB))
        .shape();
  }

  private static String as(Backward op, int input, Shape matrices) {
    return op.shape(input).rank() == matrices.rank()
        ? op.input(input)
        : op.reshaped(op.input(input), matrices);
  }

  /// A gradient of the matrices as that of the input.
  private static String of(Backward op, int input, String made, Shape from, Shape matrices) {
    var sum = op.summedTo(made, from, matrices);
    return op.shape(input).rank() == matrices.rank() ? sum : op.reshaped(sum, op.shape(input));
  }
}
