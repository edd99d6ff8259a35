package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import java.util.Arrays;

/// The elements around a place between those of a plane and the weight of each. Used by one thread.
final class GridSampler {
  private static final float KEYS = -0.75f;

  private final long[] sizes;
  private final int taps;
  private final boolean aligned;
  private final String padding;

  /// For each axis and tap the index along the axis, -1 where there is a zero, and its weight.
  private final long[][] indices;

  private final double[][] weights;

  private GridSampler(long[] sizes, int taps, boolean aligned, String padding) {
    this.sizes = sizes;
    this.taps = taps;
    this.aligned = aligned;
    this.padding = padding;
    this.indices = new long[sizes.length][taps];
    this.weights = new double[sizes.length][taps];
  }

  /// @param x the sampled `[N, C, D…]`
  static GridSampler of(OpContext op, Shape x) {
    int taps =
        switch (op.attributes().stringOr("mode", "linear")) {
          case "nearest" -> 1;
          case "cubic", "bicubic" -> 4;
          default -> 2;
        };
    return new GridSampler(
        Arrays.copyOfRange(x.sizes(), 2, x.rank()),
        taps,
        op.attributes().intOr("align_corners", 0) != 0,
        op.attributes().stringOr("padding_mode", "zeros"));
  }

  /// @param place along each axis, from -1 to 1
  void moveTo(float[] place) {
    for (int axis = 0; axis < sizes.length; axis++) {
      long size = sizes[axis];
      float at = aligned ? (place[axis] + 1) / 2 * (size - 1) : ((place[axis] + 1) * size - 1) / 2;
      if (taps == 1) {
        at = (float) Math.rint(at);
      }
      at = inside(at, size);
      long first = (long) Math.floor(at) - (taps == 4 ? 1 : 0);
      double off = at - Math.floor(at);
      for (int tap = 0; tap < taps; tap++) {
        indices[axis][tap] = index(first + tap, size);
        weights[axis][tap] =
            switch (taps) {
              case 1 -> 1;
              case 2 -> tap == 0 ? 1 - off : off;
              default -> keys(Math.abs(tap - 1 - off));
            };
      }
    }
  }

  private float least() {
    return aligned ? 0 : -0.5f;
  }

  private float most(long size) {
    return aligned ? size - 1 : size - 0.5f;
  }

  private float inside(float at, long size) {
    if (at >= least() && at <= most(size)) {
      return at;
    }
    return switch (padding) {
      case "border" -> Math.clamp(at, 0f, (float) Math.max(0, size - 1));
      case "reflection" -> reflected(at, size);
      default -> at;
    };
  }

  private long index(long at, long size) {
    if (at >= 0 && at < size) {
      return at;
    }
    return switch (padding) {
      case "border" -> Math.clamp(at, 0L, Math.max(0L, size - 1));
      case "reflection" ->
          Math.clamp((long) reflected((float) at, size), 0L, Math.max(0L, size - 1));
      default -> -1;
    };
  }

  private float reflected(float at, long size) {
    float least = least();
    float most = most(size);
    float range = most - least;
    if (range <= 0) {
      return 0;
    }
    if (at >= least && at <= most) {
      return at;
    }
    float beyond = at < least ? least - at : at - most;
    long turns = (long) (beyond / range);
    float rest = beyond - turns * range;
    return turns % 2 == 0 == at < least ? least + rest : most - rest;
  }

  /// The cubic convolution kernel at a distance of up to 2. Source: Keys 1981,
  /// doi:10.1109/TASSP.1981.1163711.
  private static double keys(double distance) {
    double d = distance;
    return d <= 1
        ? ((KEYS + 2) * d - (KEYS + 3)) * d * d + 1
        : ((KEYS * d - 5 * KEYS) * d + 8 * KEYS) * d - 4 * KEYS;
  }

  /// The value of the plane that begins at `plane`.
  double sample(Tensor x, long plane) {
    return sample(x, plane, 0);
  }

  private double sample(Tensor x, long at, int axis) {
    if (axis == sizes.length) {
      return x.doubleAt(at);
    }
    long inner = 1;
    for (int behind = axis + 1; behind < sizes.length; behind++) {
      inner *= sizes[behind];
    }
    double sum = 0;
    for (int tap = 0; tap < taps; tap++) {
      if (indices[axis][tap] >= 0) {
        sum += weights[axis][tap] * sample(x, at + indices[axis][tap] * inner, axis + 1);
      }
    }
    return sum;
  }
}
