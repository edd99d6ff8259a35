package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Pools regions of `X` `[N, C, H, W]` to a fixed size, sampling each bin at places between the
/// elements: `rois` `[regions, 4]` as left, top, right, bottom and `batch_indices` `[regions]`.
/// Source: He et al. 2017, arXiv:1703.06870; ONNX RoiAlign-10, 16, 22.
final class RoiAlign implements Operator {
  private static final List<String> MODES = List.of("avg", "max");
  private static final List<String> TRANSFORMS = List.of("half_pixel", "output_half_pixel");
  private static final Signature SIGNATURE =
      Signature.of(
          "RoiAlign",
          Category.POOLING,
          List.of("X", "rois", "batch_indices"),
          3,
          new Parameter("mode", Kind.STRING, new Attribute.StringValue("avg"), MODES),
          Parameter.ofInt("output_height", 1),
          Parameter.ofInt("output_width", 1),
          Parameter.ofInt("sampling_ratio", 0),
          Parameter.ofFloat("spatial_scale", 1),
          new Parameter("coordinate_transformation_mode", Kind.STRING, null, TRANSFORMS));

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  /// Before set 16 places were not shifted by half a pixel.
  private static String transform(OpContext op) {
    return op.attributes()
        .stringOr("coordinate_transformation_mode", TRANSFORMS.get(op.opset() < 16 ? 1 : 0));
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    op.requireSameType(0, 1);
    op.requireIndices(2);
    op.requireRank(0, 4);
    op.requireRank(1, 2);
    op.requireRank(2, 1);
    var mode = op.attributes().stringOr("mode", "avg");
    if (!MODES.contains(mode)) {
      throw op.refuse("op.attribute.choice", "mode", mode, MODES);
    }
    if (!TRANSFORMS.contains(transform(op))) {
      throw op.refuse(
          "op.attribute.choice", "coordinate_transformation_mode", transform(op), TRANSFORMS);
    }
    long height = SIGNATURE.intOf(op.attributes(), "output_height");
    long width = SIGNATURE.intOf(op.attributes(), "output_width");
    var x = op.shape(0);
    var rois = op.shape(1);
    if (height < 1 || width < 1 || rois != null && rois.isKnown(1) && rois.size(1) != 4) {
      throw op.refuse("op.shapes", List.of(rois == null ? Shape.SCALAR : rois, height, width));
    }
    var axes = rois == null ? new ShapeAxes().add(Shape.UNKNOWN) : new ShapeAxes().add(rois, 0);
    if (x == null) {
      axes.add(Shape.UNKNOWN);
    } else {
      axes.add(x, 1);
    }
    return List.of(op.type(0).withShape(axes.add(height).add(width).shape()));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.elementwise(op, outputs, 32);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var rois = run.tensor(1);
    var batches = run.tensor(2);
    var y = outputs.get(0, infer(run).getFirst());
    if (batches.elementCount() != rois.shape().size(0)) {
      throw run.refuse("op.shapes", List.of(rois.shape(), batches.shape()));
    }
    double scale = SIGNATURE.floatOf(run.attributes(), "spatial_scale");
    boolean shifted = transform(run).equals("half_pixel");
    double shift = shifted ? 0.5 : 0;
    long ratio = SIGNATURE.intOf(run.attributes(), "sampling_ratio");
    boolean max = run.attributes().stringOr("mode", "avg").equals("max");
    long height = y.shape().size(2);
    long width = y.shape().size(3);
    long plane = x.shape().product(2, 4);
    for (long r = 0; r < batches.elementCount(); r++) {
      long batch = batches.longAt(r);
      if (batch < 0 || batch >= x.shape().size(0)) {
        throw run.refuse("op.roi.batch", batch, x.shape().size(0));
      }
      double left = rois.doubleAt(4 * r) * scale - shift;
      double top = rois.doubleAt(4 * r + 1) * scale - shift;
      double across = rois.doubleAt(4 * r + 2) * scale - shift - left;
      double down = rois.doubleAt(4 * r + 3) * scale - shift - top;
      // A region without an extent was taken as one pixel, before places were shifted.
      across = (shifted ? across : Math.max(across, 1)) / width;
      down = (shifted ? down : Math.max(down, 1)) / height;
      var region =
          new Region(x, top, left, down, across, samples(ratio, down), samples(ratio, across), max);
      for (long c = 0; c < x.shape().size(1); c++) {
        long from = (batch * x.shape().size(1) + c) * plane;
        long to = (r * x.shape().size(1) + c) * height * width;
        for (long i = 0; i < height * width; i++) {
          y.setDouble(to + i, region.bin(from, i / width, i % width));
        }
      }
    }
  }

  private static long samples(long ratio, double extent) {
    return ratio > 0 ? ratio : (long) Math.ceil(extent);
  }

  private record Region(
      Tensor x,
      double top,
      double left,
      double down,
      double across,
      long rows,
      long columns,
      boolean max) {
    double bin(long plane, long row, long column) {
      double value = 0;
      boolean first = true;
      for (long i = 0; i < rows; i++) {
        for (long k = 0; k < columns; k++) {
          double sample =
              sample(
                  plane,
                  top + (row + (i + 0.5) / rows) * down,
                  left + (column + (k + 0.5) / columns) * across);
          value = !max ? value + sample : first ? sample : Math.max(value, sample);
          first = false;
        }
      }
      return max ? value : value / Math.max(1, rows * columns);
    }

    /// The sum of the four neighbours by their weights or, as ONNX says, the largest of them.
    private double sample(long plane, double y, double x) {
      long height = this.x.shape().size(2);
      long width = this.x.shape().size(3);
      if (y < -1 || y > height || x < -1 || x > width) {
        return 0;
      }
      double inY = Math.clamp(y, 0, height - 1);
      double inX = Math.clamp(x, 0, width - 1);
      long above = (long) inY;
      long before = (long) inX;
      long below = Math.min(above + 1, height - 1);
      long behind = Math.min(before + 1, width - 1);
      double v = inY - above;
      double u = inX - before;
      double a = (1 - v) * (1 - u) * at(plane + above * width + before);
      double b = (1 - v) * u * at(plane + above * width + behind);
      double c = v * (1 - u) * at(plane + below * width + before);
      double d = v * u * at(plane + below * width + behind);
      return max ? Math.max(Math.max(a, b), Math.max(c, d)) : a + b + c + d;
    }

    private double at(long index) {
      return x.doubleAt(index);
    }
  }
}
