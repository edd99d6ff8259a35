package dev.partitura.visualizers.timeline;

/// A row of the drawing and where it lies. Pixels, from the top of the first row.
///
/// @param track track of the trace, or -1 for a counter row
/// @param device place of the device in the cluster, which gives its hue, or -1
/// @param letter letter of the device, empty without one
/// @param note what the row is for, such as its stage and ops
/// @param fact its number, such as how busy it was
public record Row(
    Kind kind, int track, int device, String letter, String title, String note, String fact, double top, double height, double laneTop,
    double laneHeight) {
  public enum Kind {
    DEVICE,
    LINK,
    OTHER,
    MEMORY
  }

  public double bottom() {
    return top + height;
  }

  public double laneBottom() {
    return laneTop + laneHeight;
  }

  public double laneMiddle() {
    return laneTop + laneHeight / 2;
  }
}
