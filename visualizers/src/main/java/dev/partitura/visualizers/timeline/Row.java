package dev.partitura.visualizers.timeline;

import dev.partitura.engine.trace.Trace;
import dev.partitura.ui.timeline.Strip;
import dev.partitura.ui.timeline.TrackContent;
import org.jspecify.annotations.Nullable;

/// A row of the drawing and where it lies. Pixels, from the top of the first row.
///
/// @param track track of the trace, or -1 for a row that a view added and for copies that lie on
///   another row's track
/// @param device place of the device in the cluster, which gives its hue, or -1
/// @param letter letter of the device, empty without one
/// @param note what the row is for, such as its stage and ops
/// @param fact its number, such as how busy it was
/// @param copies spans of a link that its receiver ran itself, by start; empty for every other row;
///   do not write to it
/// @param content what a view draws in a row that it added, or null
/// @param plainLane height of the lane before it grew
/// @param predicted track of the prediction that it shows under the measured one, or -1
public record Row(
    Kind kind,
    int track,
    int device,
    String letter,
    String title,
    String note,
    String fact,
    int[] copies,
    @Nullable TrackContent content,
    double top,
    double height,
    double laneTop,
    double laneHeight,
    double plainLane,
    int predicted) {
  public enum Kind {
    DEVICE,
    /// What was predicted of the device above.
    PREDICTED,
    LINK,
    OTHER,
    ADDED
  }

  /// Where the content draws in a frame.
  Strip strip(Frame frame) {
    return new Strip(
        frame.time(),
        frame.score().durationNanos(),
        frame.gutter(),
        frame.y(laneTop),
        laneHeight,
        frame.palette());
  }

  /// Place of the first copy that ends after a moment.
  int copyAt(Trace trace, double nanos) {
    int low = 0;
    int high = copies.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (trace.endNanos(copies[middle]) <= nanos) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// Its height before it grew.
  double plainHeight() {
    return height - (laneHeight - plainLane);
  }

  /// The same at another place, its lane as many times as tall as at first.
  Row grown(double growth, double newTop) {
    double plain = plainHeight();
    double lane = plainLane + plain * (growth - 1);
    return new Row(
        kind,
        track,
        device,
        letter,
        title,
        note,
        fact,
        copies,
        content,
        newTop,
        plain + lane - plainLane,
        newTop + laneTop - top,
        lane,
        plainLane,
        predicted);
  }

  /// The same place as a row of the prediction itself.
  Row ofPrediction() {
    return new Row(
        Kind.DEVICE,
        predicted,
        device,
        letter,
        title,
        note,
        fact,
        copies,
        content,
        top,
        height,
        laneTop,
        laneHeight,
        plainLane,
        -1);
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
