package dev.partitura.visualizers.timeline;

/// Goes from span to span by keys, and brings each into view.
final class SpanSteps {
  private final TimelineModel model;

  SpanSteps(TimelineModel model) {
    this.model = model;
  }

  /// Selects the next span of the same row, or the one before, and brings it into view.
  void step(int direction) {
    var shown = model.score();
    if (shown == null || shown.trace().spanCount() == 0) {
      return;
    }
    int span = model.selected();
    if (span == TimelineModel.NO_SPAN) {
      model.picking().select(firstVisible(shown));
    } else {
      int track = shown.trace().track(span);
      int next =
          Math.clamp(
              span + direction, shown.trace().firstSpan(track), shown.trace().endSpan(track) - 1);
      model.picking().select(next);
    }
    reveal(shown);
  }

  /// Selects the span at the same time in the next row that has one, or the row before.
  void stepRow(int direction) {
    var shown = model.score();
    int span = model.selected();
    if (shown == null || span == TimelineModel.NO_SPAN) {
      return;
    }
    long middle = (shown.trace().startNanos(span) + shown.trace().endNanos(span)) / 2;
    int row = shown.rows().indexOf(shown.row(shown.trace().track(span)));
    for (int next = row + direction; next >= 0 && next < shown.rows().size(); next += direction) {
      int track = shown.rows().get(next).track();
      int there =
          track < 0 ? TimelineModel.NO_SPAN : shown.index().at(track, middle, Double.MAX_VALUE);
      if (there != TimelineModel.NO_SPAN) {
        model.picking().select(there);
        reveal(shown);
        return;
      }
    }
  }

  private int firstVisible(Score shown) {
    for (var row : shown.rows()) {
      int span =
          row.track() < 0
              ? TimelineModel.NO_SPAN
              : shown.index().firstEndingAfter(row.track(), model.time().start());
      if (span != TimelineModel.NO_SPAN) {
        return span;
      }
    }
    return TimelineModel.NO_SPAN;
  }

  private void reveal(Score shown) {
    int span = model.selected();
    if (span != TimelineModel.NO_SPAN) {
      model.showTime(
          model
              .time()
              .revealing((shown.trace().startNanos(span) + shown.trace().endNanos(span)) / 2.0));
    }
  }

  /// Selects the next span that the search found, or the one before, after the selected one.
  void stepFound(int direction) {
    var shown = model.score();
    var matches = model.foundProperty().get();
    if (shown == null || matches.isEmpty()) {
      return;
    }
    int place =
        model.selected() == TimelineModel.NO_SPAN
            ? 0
            : matches.from(direction > 0 ? model.selected() + 1 : model.selected())
                + (direction > 0 ? 0 : -1);
    model.picking().select(matches.get(Math.floorMod(place, matches.size())));
    reveal(shown);
  }
}
