package dev.partitura.engine.execute.local;

import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.TrainingResult;
import dev.partitura.engine.execute.Workload;
import java.util.Arrays;
import java.util.Map;

/// Runs the steps of a training workload one after another on a prepared run: fills the inputs,
/// runs one iteration, reads the loss.
final class TrainingRun {
  private final PreparedRun prepared;
  private final Workload.TrainingSteps steps;
  private final String loss;

  /// @param loss name of the output that holds the loss
  TrainingRun(PreparedRun prepared, Workload.TrainingSteps steps, String loss) {
    this.prepared = prepared;
    this.steps = steps;
    this.loss = loss;
  }

  TrainingResult run(Cancellation cancellation, Progress progress) {
    prepared.memory().keep(steps.kept());
    var losses = new double[steps.steps()];
    var nanos = new long[steps.steps()];
    var recording = prepared.recording(1);
    int done = 0;
    boolean broken = false;
    boolean diverged = false;
    while (done < losses.length && !cancellation.isCancelled()) {
      int step = steps.first() + done;
      prepared.inputs().fill(steps.feeds().of(step));
      recording = prepared.recording(1);
      broken = !prepared.execute(1, recording, cancellation, Progress.NONE);
      if (broken) {
        break;
      }
      nanos[done] = recording.iterationNanos(0, 1)[0];
      losses[done] = prepared.mean(loss);
      if (!Double.isFinite(losses[done])) {
        diverged = true;
        break;
      }
      done++;
      steps.listener().ended(step, losses[done - 1]);
      progress.update("train", done, losses.length);
    }
    var lowered = prepared.lowered();
    return new TrainingResult(
        Arrays.copyOf(losses, done),
        broken || diverged ? Map.of() : prepared.memory().kept(),
        Arrays.copyOf(nanos, done),
        lowered.graph(),
        TraceRecord.of(lowered, recording.latest()),
        done < losses.length && !diverged,
        diverged,
        lowered.binding().notes());
  }
}
