package dev.partitura.visualizers.timeline;

import dev.partitura.engine.trace.Trace;
import dev.partitura.ui.session.Selection;
import dev.partitura.ui.session.Session;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a person points at on the timeline, and its selection everywhere.
final class SpanPick {
  private final Session session;
  private final TimelineModel model;

  SpanPick(Session session, TimelineModel model) {
    this.session = session;
    this.model = model;
  }

  /// The span of a row at a place, or the nearest within two pixels, or -1.
  int spanAt(Row row, double x) {
    var shown = model.score();
    double tolerance = model.time().unitsPerPixel() * 2;
    double nanos = model.time().toWorld(x);
    if (shown == null) {
      return TimelineModel.NO_SPAN;
    }
    var beside = shown.beside();
    if (beside != null && row.predicted() >= 0) {
      int of = beside.score().index().at(row.predicted(), nanos, tolerance);
      return of == TimelineModel.NO_SPAN ? of : beside.measuredOf()[of];
    }
    if (row.track() >= 0) {
      return shown.index().at(row.track(), nanos, tolerance);
    }
    int place = row.copyAt(shown.trace(), nanos - tolerance);
    boolean hit =
        place < row.copies().length
            && shown.trace().startNanos(row.copies()[place]) <= nanos + tolerance;
    return hit ? row.copies()[place] : TimelineModel.NO_SPAN;
  }

  /// Selects a span, and with it in the graph its ops, or the edges along which a copy went.
  void select(int span) {
    var shown = model.score();
    if (shown == null || span == TimelineModel.NO_SPAN) {
      session.selection().clear();
      return;
    }
    var label = shown.trace().labels().get(shown.trace().label(span));
    if (model.isOfShownRun()) {
      session.selection().selectSpan(span, label.ops(), edges(label));
    } else {
      // Of a prediction: what other views know by its number is of another trace.
      model.pickOwn(span, () -> session.selection().select(label.ops(), edges(label)));
    }
  }

  /// The connections of the network that a copied value stands for.
  private Set<Selection.Edge> edges(Trace.Label label) {
    return label.ops().isEmpty()
        ? session.project().network().ops().stream()
            .filter(op -> op.dependencies().contains(label.name()))
            .map(op -> new Selection.Edge(label.name(), op.id()))
            .collect(Collectors.toSet())
        : Set.of();
  }

  /// Selects the idle time of a row at a place, or nothing where there is none.
  void selectIdle(@Nullable Row row, double x) {
    var shown = model.score();
    var gap = shown == null || row == null ? null : shown.gapAt(row, model.time().toWorld(x));
    if (gap == null || !model.isOfShownRun()) {
      session.selection().clear();
    } else {
      session
          .selection()
          .selectIdle(new Selection.Idle(gap.track(), gap.fromNanos(), gap.toNanos()));
    }
  }
}
