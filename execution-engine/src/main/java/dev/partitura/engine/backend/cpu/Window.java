package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.network.Op;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The sliding window of a convolution or pooling over the spatial axes, padding made explicit.
/// `dilations` are ONNX's (1: none).
record Window(long[] kernel, long[] strides, long[] dilations, long[] padBegin, long[] padEnd) {
  /// The window of `op`, or null when its attributes do not fit the sizes.
  ///
  /// @param kernel sizes of the window
  /// @param input spatial sizes read
  /// @param output spatial sizes written
  static @Nullable Window of(Op op, long[] kernel, long[] input, long[] output) {
    int axes = kernel.length;
    var ones = new long[axes];
    Arrays.fill(ones, 1);
    var strides = op.attributes().intsOr("strides", ones);
    var dilations = op.attributes().intsOr("dilations", ones);
    var pads = op.attributes().intsOr("pads", new long[2 * axes]);
    if (strides.length != axes || dilations.length != axes || pads.length != 2 * axes) {
      return null;
    }
    var autoPad = op.attributes().stringOr("auto_pad", "NOTSET");
    var begin = new long[axes];
    var end = new long[axes];
    for (int axis = 0; axis < axes; axis++) {
      long needed =
          (output[axis] - 1) * strides[axis]
              + (kernel[axis] - 1) * dilations[axis]
              + 1
              - input[axis];
      switch (autoPad) {
        case "SAME_UPPER" -> begin[axis] = Math.max(0, needed) / 2;
        case "SAME_LOWER" -> begin[axis] = (Math.max(0, needed) + 1) / 2;
        case "VALID" -> begin[axis] = 0;
        default -> begin[axis] = pads[axis];
      }
      // What the last window reaches beyond the input: less than the stated padding when the stride
      // skips it, more in ceil mode.
      end[axis] = needed - begin[axis];
    }
    return new Window(kernel, strides, dilations, begin, end);
  }

  /// Dilations as oneDNN counts them: skipped elements.
  long[] gaps() {
    return Arrays.stream(dilations).map(dilation -> dilation - 1).toArray();
  }

  /// Whether no window lies in the padding alone, dilated taps counted one by one.
  boolean everySeesAnElement(long[] input, long[] output) {
    for (int axis = 0; axis < kernel.length; axis++) {
      for (long place = 0; place < output[axis]; place++) {
        long at = place * strides[axis] - padBegin[axis];
        // The first tap that is not before the input.
        long tap = Math.max(0, Math.ceilDiv(-at, dilations[axis]));
        if (tap >= kernel[axis] || at + tap * dilations[axis] >= input[axis]) {
          return false;
        }
      }
    }
    return true;
  }
}
