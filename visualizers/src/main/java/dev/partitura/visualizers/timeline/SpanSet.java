package dev.partitura.visualizers.timeline;

import dev.partitura.engine.column.IntColumn;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.trace.Trace;
import dev.partitura.ui.session.Selection;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The spans with certain labels: those that a search found, or those of the selected ops.
/// Immutable; making one costs O(spans).
public final class SpanSet {
  public static final SpanSet EMPTY = new SpanSet(new boolean[0], new int[0]);

  private final boolean[] labels;
  private final int[] spans;

  private SpanSet(boolean[] labels, int[] spans) {
    this.labels = labels;
    this.spans = spans;
  }

  /// Spans whose name or category contains a text, whatever the case of its letters.
  public static SpanSet matching(Trace trace, String text) {
    var wanted = text.strip().toLowerCase(Locale.ROOT);
    return wanted.isEmpty()
        ? EMPTY
        : of(
            trace,
            label ->
                label.name().toLowerCase(Locale.ROOT).contains(wanted)
                    || label.category().toLowerCase(Locale.ROOT).contains(wanted));
  }

  /// Spans that stand for what is selected: its ops, and copies of the values on its edges.
  public static SpanSet of(Trace trace, Selection selection) {
    return of(
        trace,
        selection.ops(),
        selection.edges().stream().map(Selection.Edge::value).collect(Collectors.toSet()));
  }

  private static SpanSet of(Trace trace, Set<OpId> ops, Set<String> values) {
    return ops.isEmpty() && values.isEmpty()
        ? EMPTY
        : of(
            trace,
            label ->
                label.ops().isEmpty()
                    ? values.contains(label.name())
                    : label.ops().stream().anyMatch(ops::contains));
  }

  private static SpanSet of(Trace trace, Predicate<Trace.Label> wanted) {
    var labels = new boolean[trace.labels().size()];
    boolean any = false;
    for (int i = 0; i < labels.length; i++) {
      labels[i] = wanted.test(trace.labels().get(i));
      any |= labels[i];
    }
    var spans = new IntColumn();
    for (int span = 0; any && span < trace.spanCount(); span++) {
      if (labels[trace.label(span)]) {
        spans.add(span);
      }
    }
    return new SpanSet(labels, spans.toArray());
  }

  public boolean isEmpty() {
    return spans.length == 0;
  }

  public int size() {
    return spans.length;
  }

  /// The spans, by track and start.
  public int get(int index) {
    return spans[index];
  }

  public boolean contains(Trace trace, int span) {
    return labels.length > 0 && labels[trace.label(span)];
  }

  /// Place of the first span numbered `span` or higher.
  public int from(int span) {
    int place = Arrays.binarySearch(spans, span);
    return place < 0 ? -place - 1 : place;
  }
}
