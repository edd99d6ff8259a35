package dev.partitura.engine.execute.local;

import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.TrainingResult;
import dev.partitura.engine.execute.Workload;
import dev.partitura.engine.execute.times.TraceRecord;
import dev.partitura.engine.trace.Origin;
import dev.partitura.engine.training.TrainingStep;
import java.util.Arrays;
import java.util.Map;

/// Runs the steps of a training workload one after another on a prepared run: fills the inputs,
/// runs one iteration, reads the loss. Where replicas are averaged every so many steps, they
/// exchange nothing in the others.
public final class TrainingRun {
  private final PlanExecution prepared;
  private final Workload.TrainingSteps steps;
  private final TrainingStep step;

  public TrainingRun(PlanExecution prepared, Workload.TrainingSteps steps) {
    if (prepared.lowered().asked().optimizer() == null) {
      throw new IllegalArgumentException("The plan is not laid out to train");
    }
    this.prepared = prepared;
    this.steps = steps;
    this.step = steps.step();
  }

  public TrainingResult run(Cancellation cancellation, Progress progress) {
    if (!prepared.lowered().plan().replication().averages()) {
      return run(prepared, cancellation, progress);
    }
    try (var apart = prepared.sharing(prepared.lowered().apart())) {
      return run(apart, cancellation, progress);
    }
  }

  /// @param between for the steps after which replicas are not averaged
  private TrainingResult run(PlanExecution between, Cancellation cancellation, Progress progress) {
    var used = prepared;
    prepared.keep(steps.kept());
    var losses = new double[steps.steps()];
    var nanos = new long[steps.steps()];
    var recording = prepared.recording(1);
    int done = 0;
    boolean broken = false;
    boolean diverged = false;
    boolean goesOn = true;
    while (goesOn && done < losses.length && !cancellation.isCancelled()) {
      int number = steps.first() + done;
      prepared.fill(steps.feeds().of(number));
      used = isJoint(number) ? prepared : between;
      recording = used.recording(1);
      broken = !used.execute(1, recording, cancellation, Progress.NONE);
      if (broken) {
        break;
      }
      nanos[done] = recording.iterationNanos(0, 1)[0];
      losses[done] = prepared.mean(step.loss().value());
      if (!Double.isFinite(losses[done])) {
        diverged = true;
        break;
      }
      done++;
      goesOn = steps.listener().ended(number, losses[done - 1], nanos[done - 1]);
      progress.update("train", done, losses.length);
    }
    boolean apart = !isJoint(steps.first() + done - 1);
    return new TrainingResult(
        Arrays.copyOf(losses, done),
        broken || diverged ? Map.of() : prepared.kept(apart),
        Arrays.copyOf(nanos, done),
        prepared.lowered().graph(),
        between.lowered().graph(),
        TraceRecord.of(Origin.MEASURED, used.lowered(), recording.latest(), step.anchors()),
        done < losses.length && goesOn && !diverged,
        diverged,
        prepared.lowered().notes());
  }

  /// Whether replicas are alike after a step.
  private boolean isJoint(int number) {
    var replication = prepared.lowered().plan().replication();
    return !replication.averages() || number % replication.averageEvery() == 0;
  }
}
