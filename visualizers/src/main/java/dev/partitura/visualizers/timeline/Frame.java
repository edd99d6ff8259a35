package dev.partitura.visualizers.timeline;

import dev.partitura.ui.theme.Palette;
import dev.partitura.ui.theme.Texts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that one picture of the timeline depends on.
///
/// @param gutter pixels left of the time axis, for the names of the rows
/// @param height pixels of the whole picture
/// @param scroll pixels that the rows are moved up
/// @param found what the search found; other spans fade unless it is empty
/// @param marked spans of the selected ops
/// @param selected the selected span, or -1
/// @param criticalPath its spans in time order; empty when it is not shown
/// @param range the selected stretch of time
/// @param marks moments a person marked
record Frame(
    Score score,
    Viewport view,
    double gutter,
    double height,
    double scroll,
    Palette palette,
    Texts texts,
    Coloring coloring,
    SpanSet found,
    SpanSet marked,
    int selected,
    int[] criticalPath,
    @Nullable RangeSum range,
    List<Long> marks) {
  /// Height of the ruler and of the room for the critical path above the first row.
  static final double HEAD = 36;

  Frame {
    marks = List.copyOf(marks);
  }

  double x(double nanos) {
    return gutter + view.x(nanos);
  }

  /// Where something at `y` in the rows is drawn.
  double y(double rowY) {
    return HEAD + rowY - scroll;
  }

  double right() {
    return gutter + view.width();
  }

  boolean shows(Row row) {
    return y(row.bottom()) > 0 && y(row.top()) < height;
  }
}
