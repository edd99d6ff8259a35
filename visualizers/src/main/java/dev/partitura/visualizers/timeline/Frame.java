package dev.partitura.visualizers.timeline;

import dev.partitura.ui.canvas.Axis;
import dev.partitura.ui.canvas.Viewport;
import dev.partitura.ui.session.Selection;
import dev.partitura.ui.theme.Palette;
import dev.partitura.ui.theme.Texts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that one picture of the timeline depends on.
///
/// @param view time from left to right, rows from top to bottom
/// @param gutter pixels left of the time axis, for the names of the rows
/// @param height pixels of the whole picture
/// @param found what the search found; other spans fade unless it is empty
/// @param marked spans of the selected ops
/// @param selected the selected span, or -1
/// @param criticalPath its spans in time order; empty when it is not shown
/// @param range the selected stretch of time
/// @param marks moments a person marked
/// @param idle the selected stretch of idle time
record Frame(
    Score score,
    Viewport view,
    double gutter,
    double height,
    Palette palette,
    Texts texts,
    Coloring coloring,
    SpanSet found,
    SpanSet marked,
    int selected,
    int[] criticalPath,
    @Nullable RangeSum range,
    List<Long> marks,
    Selection.@Nullable Idle idle) {
  /// Height of the ruler and of the room for the critical path above the first row.
  static final double HEAD = 36;

  /// Where the rows are cut off, however far they are scrolled: what is said above them lies on
  /// none of their spans.
  static final double ROWS = HEAD - 4;

  private static final double HALF_LINE = 6;

  Frame {
    marks = List.copyOf(marks);
  }

  Axis time() {
    return view.x();
  }

  double x(double nanos) {
    return gutter + view.toScreenX(nanos);
  }

  /// Where something at `y` in the rows is drawn.
  double y(double rowY) {
    return HEAD + view.toScreenY(rowY);
  }

  double right() {
    return gutter + time().length();
  }

  boolean shows(Row row) {
    return y(row.bottom()) > 0 && y(row.top()) < height;
  }

  /// Whether a line of text in the middle of a row's lane is whole: half letters say nothing.
  boolean showsText(Row row) {
    double middle = y(row.laneMiddle());
    return middle - HALF_LINE >= ROWS && middle + HALF_LINE <= height;
  }
}
