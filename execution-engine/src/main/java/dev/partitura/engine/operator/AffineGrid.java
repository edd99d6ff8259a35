package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The places that an affine map `theta` `[N, axes, axes + 1]` sends those of an image to, of
/// `size` `[N, C, D…]`, for GridSample to read: `[N, D…, axes]`, each axis from -1 to 1, the last
/// first. Ends are the middle of the outermost elements with `align_corners`, else their edges.
/// Source: Jaderberg et al. 2015, arXiv:1506.02025; ONNX AffineGrid-20.
final class AffineGrid implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "AffineGrid",
              Category.SHAPE,
              List.of("theta", "size"),
              2,
              Parameter.ofInt("align_corners", 0))
          .withOutputs("grid");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    op.requireRank(0, 3);
    op.requireIndices(1);
    op.requireRank(1, 1);
    if (op.isVariable(1)) {
      var size = op.shape(1);
      int rank = size == null || !size.isKnown(0) ? 0 : Math.toIntExact(size.size(0));
      return List.of(op.type(0).withShape(rank == 4 || rank == 5 ? ShapeAxes.ofRank(rank) : null));
    }
    var size = op.tensor(1).toLongs();
    var theta = op.shape(0);
    int axes = size.length - 2;
    var wanted = Shape.of(size.length < 1 ? 1 : Math.max(0, size[0]), axes, axes + 1L);
    boolean negative = false;
    for (long length : size) {
      negative |= length < 0;
    }
    if (axes < 2 || axes > 3 || negative || theta != null && !fits(theta, wanted)) {
      throw op.refuse(
          "op.shapes", List.of(theta == null ? Shape.SCALAR : theta, op.tensor(1).type()));
    }
    var shape = new ShapeAxes().add(size[0]);
    for (int axis = 0; axis < axes; axis++) {
      shape.add(size[axis + 2]);
    }
    return List.of(op.type(0).withShape(shape.add(axes).shape()));
  }

  private static boolean fits(Shape shape, Shape wanted) {
    for (int axis = 0; axis < wanted.rank(); axis++) {
      if (shape.isKnown(axis) && shape.size(axis) != wanted.size(axis)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.elementwise(op, outputs, 8);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var theta = run.tensor(0);
    var grid = outputs.get(0, infer(run).getFirst());
    boolean aligned = SIGNATURE.intOf(run.attributes(), "align_corners") != 0;
    int axes = grid.shape().rank() - 2;
    long places = grid.shape().product(1, axes + 1);
    var place = new double[axes];
    for (long n = 0; n < grid.shape().size(0); n++) {
      for (long p = 0; p < places; p++) {
        long rest = p;
        for (int axis = 0; axis < axes; axis++) {
          long length = grid.shape().size(axes - axis);
          place[axis] = place(rest % length, length, aligned);
          rest /= length;
        }
        for (int row = 0; row < axes; row++) {
          long from = (n * axes + row) * (axes + 1);
          double sum = theta.doubleAt(from + axes);
          for (int axis = 0; axis < axes; axis++) {
            sum += theta.doubleAt(from + axis) * place[axis];
          }
          grid.setDouble((n * places + p) * axes + row, sum);
        }
      }
    }
  }

  /// Where an element of an axis lies between -1 and 1; the only one lies in the middle.
  private static double place(long index, long length, boolean aligned) {
    if (aligned) {
      return length == 1 ? 0 : 2.0 * index / (length - 1) - 1;
    }
    return (2.0 * index + 1) / length - 1;
  }
}
