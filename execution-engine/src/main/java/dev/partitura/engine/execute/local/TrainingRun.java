package dev.partitura.engine.execute.local;

import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.TrainingResult;
import dev.partitura.engine.execute.Workload;
import dev.partitura.engine.training.TrainingStep;
import java.util.Arrays;
import java.util.Map;

/// Runs the steps of a training workload one after another on a prepared run: fills the inputs,
/// runs one iteration, reads the loss.
final class TrainingRun {
  private final PreparedRun prepared;
  private final Workload.TrainingSteps steps;
  private final TrainingStep step;

  TrainingRun(PreparedRun prepared, Workload.TrainingSteps steps, TrainingStep step) {
    this.prepared = prepared;
    this.steps = steps;
    this.step = step;
  }

  TrainingResult run(Cancellation cancellation, Progress progress) {
    prepared.memory().keep(steps.kept());
    var losses = new double[steps.steps()];
    var nanos = new long[steps.steps()];
    var recording = prepared.recording(1);
    int done = 0;
    boolean broken = false;
    boolean diverged = false;
    boolean goesOn = true;
    while (goesOn && done < losses.length && !cancellation.isCancelled()) {
      int number = steps.first() + done;
      prepared.inputs().fill(steps.feeds().of(number));
      recording = prepared.recording(1);
      broken = !prepared.execute(1, recording, cancellation, Progress.NONE);
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
    var lowered = prepared.lowered();
    return new TrainingResult(
        Arrays.copyOf(losses, done),
        broken || diverged ? Map.of() : prepared.memory().kept(),
        Arrays.copyOf(nanos, done),
        lowered.graph(),
        TraceRecord.of(lowered, recording.latest(), step.anchors()),
        done < losses.length && goesOn && !diverged,
        diverged,
        lowered.binding().notes());
  }
}
