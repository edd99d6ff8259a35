package dev.partitura.engine.analysis;

import dev.partitura.engine.trace.Trace;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What was predicted of each span that was measured: the span of the same task. Immutable.
public final class PredictedSpans {
  /// Nothing was predicted of a span.
  public static final int NONE = -1;

  private final Trace measured;
  private final Trace predicted;
  private final int[] ofMeasured;

  private PredictedSpans(Trace measured, Trace predicted, int[] ofMeasured) {
    this.measured = measured;
    this.predicted = predicted;
    this.ofMeasured = ofMeasured;
  }

  /// Matches spans by task. Cost O(spans).
  ///
  /// @return null where the two are not of the same tasks: another plan, batch or network, or too
  ///   little is known
  public static @Nullable PredictedSpans of(Analyses measured, Analyses predicted) {
    var made = measured.provenance();
    var thought = predicted.provenance();
    if (made.graph() == null
        || thought.graph() == null
        || made.measured() == null
        || thought.measured() == null
        || made.graph().taskCount() != thought.graph().taskCount()
        || made.measured().conditions().batch() != thought.measured().conditions().batch()
        || made.plan() == null
        || !made.plan().equals(thought.plan())) {
      return null;
    }
    return match(measured.trace(), predicted.trace(), made.graph().taskCount());
  }

  private static @Nullable PredictedSpans match(Trace measured, Trace predicted, int tasks) {
    var spanOfTask = new int[tasks];
    Arrays.fill(spanOfTask, NONE);
    for (int span = 0; span < predicted.spanCount(); span++) {
      int task = predicted.task(span);
      if (task >= 0 && task < tasks) {
        spanOfTask[task] = span;
      }
    }
    var matched = new int[measured.spanCount()];
    for (int span = 0; span < matched.length; span++) {
      int task = measured.task(span);
      matched[span] = task >= 0 && task < tasks ? spanOfTask[task] : NONE;
      if (matched[span] != NONE && !isSame(measured, span, predicted, matched[span])) {
        return null;
      }
    }
    return new PredictedSpans(measured, predicted, matched);
  }

  private static boolean isSame(Trace one, int span, Trace other, int otherSpan) {
    return one.name(span).equals(other.name(otherSpan))
        && one.microBatch(span) == other.microBatch(otherSpan)
        && one.kind(span) == other.kind(otherSpan);
  }

  public Trace predicted() {
    return predicted;
  }

  /// The predicted span of a measured one, or [#NONE].
  public int of(int span) {
    return ofMeasured[span];
  }

  /// How far the prediction of a measured span is off, as a share of what was measured: below 0
  /// where it was predicted shorter; empty where nothing was predicted or measured.
  public OptionalDouble error(int span) {
    int of = ofMeasured[span];
    return of == NONE
        ? OptionalDouble.empty()
        : error(predicted.durationNanos(of), measured.durationNanos(span));
  }

  /// How far a predicted duration is off a measured one, as a share of the measured one.
  public static OptionalDouble error(double predictedNanos, double measuredNanos) {
    return measuredNanos > 0
        ? OptionalDouble.of(predictedNanos / measuredNanos - 1)
        : OptionalDouble.empty();
  }
}
