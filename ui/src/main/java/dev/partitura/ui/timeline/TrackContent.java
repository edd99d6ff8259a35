package dev.partitura.ui.timeline;

import dev.partitura.ui.canvas.HoverCard;
import dev.partitura.ui.canvas.Pen;
import org.jspecify.annotations.Nullable;

/// A row of the timeline that a [TimelineTrack] made of one run.
public interface TrackContent {
  /// Its name, at the left.
  String title();

  /// The number below its name, such as a peak; empty for none.
  String fact();

  /// Pixels of the strip it draws in; below 38 the name and the number stand close.
  double height();

  /// Draws what of it is seen. On the FX thread, at every frame: the cost is to follow the pixels.
  void draw(Pen pen, Strip strip);

  /// What the hover card says of a moment, or null for no card.
  ///
  /// @param nanosPerPixel how fine the timeline is at present
  HoverCard.@Nullable Text at(double nanos, double nanosPerPixel);
}
