package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Of boxes `[B, N, 4]` with scores `[B, C, N]` keeps, for each class, the best first and drops
/// those that overlap a kept one by more than the threshold: rows of batch, class and box. Of equal
/// scores the first counts. Source: ONNX NonMaxSuppression-10, 11.
final class NonMaxSuppression implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "NonMaxSuppression",
              Category.SHAPE,
              List.of(
                  "boxes",
                  "scores",
                  "max_output_boxes_per_class",
                  "iou_threshold",
                  "score_threshold"),
              2,
              Parameter.ofInt("center_point_box", 0))
          .withOutputs("selected_indices");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    op.requireFloats(1);
    op.requireRank(0, 3);
    op.requireRank(1, 3);
    var boxes = op.shape(0);
    var scores = op.shape(1);
    boolean fits = boxes == null || !boxes.isKnown(2) || boxes.size(2) == 4;
    if (boxes != null && scores != null) {
      fits &= !boxes.isKnown(0) || !scores.isKnown(0) || boxes.size(0) == scores.size(0);
      fits &= !boxes.isKnown(1) || !scores.isKnown(2) || boxes.size(1) == scores.size(2);
    }
    if (!fits) {
      throw op.refuse("op.shapes", scores == null ? List.of(boxes) : List.of(boxes, scores));
    }
    return List.of(TensorType.of(DataType.INT64, Shape.UNKNOWN, 3));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.moving(op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    infer(run);
    var boxes = run.tensor(0);
    var scores = run.tensor(1);
    long most = run.hasInput(2) ? run.single(2).longAt(0) : 0;
    double overlap = run.hasInput(3) ? run.single(3).doubleAt(0) : 0;
    double least = run.hasInput(4) ? run.single(4).doubleAt(0) : Double.NEGATIVE_INFINITY;
    boolean bounded = run.hasInput(4);
    boolean centered = SIGNATURE.intOf(run.attributes(), "center_point_box") != 0;
    long classes = scores.shape().size(1);
    long count = scores.shape().size(2);
    var kept = new ArrayList<long[]>();
    for (long b = 0; b < boxes.shape().size(0); b++) {
      for (long c = 0; c < classes; c++) {
        long row = (b * classes + c) * count;
        var order = new ArrayList<Long>();
        for (long i = 0; i < count; i++) {
          if (!bounded || scores.doubleAt(row + i) > least) {
            order.add(i);
          }
        }
        order.sort(
            Comparator.comparingDouble((Long i) -> scores.doubleAt(row + i))
                .reversed()
                .thenComparing(Comparator.naturalOrder()));
        var chosen = new ArrayList<Box>();
        for (long i : order) {
          Checkpoint.pass();
          if (chosen.size() >= most) {
            break;
          }
          var box = Box.of(boxes, (b * count + i) * 4, centered);
          if (chosen.stream().noneMatch(other -> other.overlap(box) > overlap)) {
            chosen.add(box);
            kept.add(new long[] {b, c, i});
          }
        }
      }
    }
    var selected = outputs.get(0, TensorType.of(DataType.INT64, kept.size(), 3));
    for (int i = 0; i < kept.size(); i++) {
      for (int k = 0; k < 3; k++) {
        selected.setLong(3L * i + k, kept.get(i)[k]);
      }
    }
  }

  private record Box(double top, double left, double bottom, double right) {
    static Box of(Tensor boxes, long at, boolean centered) {
      double a = boxes.doubleAt(at);
      double b = boxes.doubleAt(at + 1);
      double c = boxes.doubleAt(at + 2);
      double d = boxes.doubleAt(at + 3);
      return centered
          ? new Box(b - d / 2, a - c / 2, b + d / 2, a + c / 2)
          : new Box(Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d));
    }

    double area() {
      return (bottom - top) * (right - left);
    }

    /// Intersection over union; 0 where a box is empty.
    double overlap(Box other) {
      double height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
      double width = Math.min(right, other.right) - Math.max(left, other.left);
      if (height <= 0 || width <= 0 || area() <= 0 || other.area() <= 0) {
        return 0;
      }
      double common = height * width;
      return common / (area() + other.area() - common);
    }
  }
}
