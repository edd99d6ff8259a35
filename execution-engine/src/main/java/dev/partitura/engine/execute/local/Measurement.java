package dev.partitura.engine.execute.local;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.LoadMeter;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Conditions;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.execute.times.TraceRecord;
import dev.partitura.engine.trace.Origin;
import dev.partitura.engine.trace.Trace;
import java.util.Map;

/// Measures a prepared run: warms it up and then takes turns, between which others may take theirs.
/// Every turn but the first after a counted warm-up begins with iterations that are not measured,
/// since they wake the workers and fill the caches.
final class Measurement {
  private static final long TURN_NANOS = 20_000_000;
  private static final long LEAD_NANOS = 2_000_000;

  private final PlanExecution prepared;
  private final int repeats;
  private final int warmups;
  private final Recording recording;
  private final LoadMeter load = LoadMeter.start();
  private int lead;
  private long onceNanos = TURN_NANOS;
  private int warmed;
  private Conditions.WarmUp warmUp = Conditions.WarmUp.COUNTED;
  private boolean cancelled;

  /// @param warmups as in [RunRequest]
  Measurement(PlanExecution prepared, int warmups, int repeats) {
    this.prepared = prepared;
    this.repeats = repeats;
    this.warmups = warmups;
    recording = prepared.recording(repeats);
    lead = Math.max(warmups, 0);
  }

  /// Runs until the times have settled, where that is asked for.
  void settle(Cancellation cancellation, Progress progress) {
    if (warmups != RunRequest.UNTIL_SETTLED) {
      return;
    }
    var settling = new Settling();
    for (int next = settling.next(); next > 0 && !cancelled; next = settling.next()) {
      progress.update("warmup", 0, 0);
      var window = prepared.timesOf(next);
      cancelled = !prepared.execute(next, window, cancellation, Progress.NONE);
      settling.add(window.iterationNanos(0, window.completed()));
    }
    warmed = settling.iterations();
    warmUp = settling.hasSettled() ? Conditions.WarmUp.SETTLED : Conditions.WarmUp.GIVEN_UP;
    onceNanos = settling.onceNanos();
    lead = wakingIterations();
  }

  boolean isOver() {
    return cancelled || recording.completed() == repeats;
  }

  /// Measures as many iterations as fit a short while, one at least.
  void turn(Cancellation cancellation, Progress progress) {
    long fit = Math.max(1, TURN_NANOS / onceNanos);
    measure((int) Math.min(repeats - recording.completed(), fit), cancellation, progress);
  }

  /// Measures all that is left.
  void measureAll(Cancellation cancellation, Progress progress) {
    measure(repeats - recording.completed(), cancellation, progress);
  }

  private void measure(int iterations, Cancellation cancellation, Progress progress) {
    if (isOver()) {
      return;
    }
    int tasks = prepared.lowered().graph().taskCount();
    long before = (long) recording.completed() * tasks;
    long total = (long) repeats * tasks;
    long unmeasured = (long) lead * tasks;
    recording.turn(lead);
    cancelled =
        !prepared.execute(
            lead + iterations,
            recording,
            cancellation,
            (phase, done, _) -> {
              long measured = before + Math.max(0, done - unmeasured);
              progress.update(done < unmeasured ? "warmup" : phase, measured, total);
              int ended = (int) (measured / Math.max(1, tasks));
              double left = (double) (total - measured) / Math.max(1, tasks);
              progress.repeats(ended, repeats, (long) (left * onceNanos));
              progress.latest(this::latest);
            });
    warmed += lead;
    onceNanos = Math.max(1, recording.wallNanos() / Math.max(1, recording.completed()));
    lead = warmups == 0 ? 0 : wakingIterations();
  }

  private int wakingIterations() {
    return (int) Math.max(1, LEAD_NANOS / onceNanos);
  }

  /// What is done of the iteration under way, or the one that ended last, measured or not. Any
  /// thread.
  Trace latest() {
    return TraceRecord.of(Origin.MEASURED, prepared.lowered(), recording.underWay());
  }

  /// What was measured, and the outputs of the last iteration.
  RunResult result() {
    var lowered = prepared.lowered();
    var binding = lowered.binding();
    int completed = recording.completed();
    boolean partial = completed < repeats;
    var notes = lowered.notes();
    notes.addAll(Clusters.notes(lowered.cluster(), lowered.plan().devices()));
    return new RunResult(
        partial ? Map.of() : prepared.outputs(),
        lowered.graph(),
        TraceRecord.of(Origin.MEASURED, lowered, recording.median(0, completed)),
        recording.iterationNanos(0, completed),
        recording.latencyNanos(0, completed),
        binding.samples(),
        partial,
        notes,
        new Conditions(
            lowered.plan(),
            binding.total(),
            binding.runs(),
            warmed,
            warmUp,
            recording.wallNanos(),
            load.read()));
  }
}
