package dev.partitura.engine.backend.gpu;

import dev.partitura.engine.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A sliding window over planes `[height, width]`; what slides along one axis does so over a plane
/// of height 1. Padding made explicit.
record PlaneWindow(
    int height,
    int width,
    int kernelHeight,
    int kernelWidth,
    int outHeight,
    int outWidth,
    int strideHeight,
    int strideWidth,
    int dilationHeight,
    int dilationWidth,
    int padTop,
    int padLeft,
    int padBottom,
    int padRight) {
  /// The window of an op from `x` to `y`, or null where it slides along more than two axes.
  static @Nullable PlaneWindow of(GpuOp op, Shape x, Shape y, long[] kernel) {
    int axes = x.rank() - 2;
    if (axes < 1 || axes > 2 || kernel.length != axes) {
      return null;
    }
    var attributes = op.op().attributes();
    var strides = attributes.intsOr("strides", axes == 1 ? new long[] {1} : new long[] {1, 1});
    var dilations = attributes.intsOr("dilations", axes == 1 ? new long[] {1} : new long[] {1, 1});
    var pads = attributes.intsOr("pads", new long[2 * axes]);
    var begins = new long[axes];
    var ends = new long[axes];
    for (int axis = 0; axis < axes; axis++) {
      long total =
          Math.max(
              0,
              (y.size(axis + 2) - 1) * strides[axis]
                  + (kernel[axis] - 1) * dilations[axis]
                  + 1
                  - x.size(axis + 2));
      switch (attributes.stringOr("auto_pad", "NOTSET")) {
        case "SAME_UPPER" -> begins[axis] = total / 2;
        case "SAME_LOWER" -> begins[axis] = total - total / 2;
        case "VALID" -> begins[axis] = 0;
        default -> {
          begins[axis] = pads[axis];
          total = pads[axis] + pads[axes + axis];
        }
      }
      ends[axis] = total - begins[axis];
    }
    return new PlaneWindow(
        axes == 1 ? 1 : size(x.size(2)),
        size(x.size(x.rank() - 1)),
        first(kernel, 1),
        last(kernel),
        axes == 1 ? 1 : size(y.size(2)),
        size(y.size(y.rank() - 1)),
        first(strides, 1),
        last(strides),
        first(dilations, 1),
        last(dilations),
        first(begins, 0),
        last(begins),
        first(ends, 0),
        last(ends));
  }

  private static int size(long value) {
    return Math.toIntExact(value);
  }

  private static int first(long[] values, int alone) {
    return values.length == 1 ? alone : size(values[0]);
  }

  private static int last(long[] values) {
    return size(values[values.length - 1]);
  }

  int places() {
    return outHeight * outWidth;
  }

  /// From the kernel's sizes on, as kernels take them.
  List<GpuArgument> arguments() {
    return List.of(
        GpuOp.whole(kernelHeight),
        GpuOp.whole(kernelWidth),
        GpuOp.whole(outHeight),
        GpuOp.whole(outWidth),
        GpuOp.whole(strideHeight),
        GpuOp.whole(strideWidth),
        GpuOp.whole(dilationHeight),
        GpuOp.whole(dilationWidth),
        GpuOp.whole(padTop),
        GpuOp.whole(padLeft));
  }
}
