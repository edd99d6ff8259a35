package dev.partitura.engine.backend.gpu;

import java.util.List;

/// One kernel over a grid of groups of items.
///
/// @param kernel its name in the sources
/// @param groups along three axes
/// @param items of a group along three axes
public record GpuLaunch(String kernel, Axes groups, Axes items, List<GpuArgument> arguments) {
  /// Items of a group where the kernel does not care.
  private static final int USUAL_ITEMS = 128;

  public GpuLaunch {
    arguments = List.copyOf(arguments);
  }

  /// Sizes along three axes.
  public record Axes(int x, int y, int z) {
    long product() {
      return (long) x * y * z;
    }
  }

  /// An item for each of `count` elements.
  static GpuLaunch each(String kernel, long count, List<GpuArgument> arguments) {
    int groups = Math.toIntExact(Math.ceilDiv(count, USUAL_ITEMS));
    return new GpuLaunch(kernel, new Axes(groups, 1, 1), new Axes(USUAL_ITEMS, 1, 1), arguments);
  }

  /// A group for each of `count` rows.
  static GpuLaunch rows(String kernel, long count, int items, List<GpuArgument> arguments) {
    return new GpuLaunch(
        kernel, new Axes(Math.toIntExact(count), 1, 1), new Axes(items, 1, 1), arguments);
  }

  /// Whether it does nothing.
  boolean isEmpty() {
    return groups.product() == 0;
  }
}
