package dev.partitura.engine.execute;

import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.trace.Trace;
import java.util.List;
import java.util.Map;

/// What training steps gave.
///
/// @param losses of each step that ended, in order; the mean over its micro-batches
/// @param kept parameters and what else stays, by name, after the last step that ended; empty when
///   a step was broken off, since it may have changed some of them
/// @param stepNanos wall time of each step that ended
/// @param graph the tasks of one step; where replicas go steps by themselves, of one after which
///   they are averaged
/// @param between the tasks of a step after which they are not; the same where there is none
/// @param trace the last step
/// @param diverged whether the step behind these has a loss that is no number; training stopped
public record TrainingResult(
    double[] losses,
    Map<String, Tensor> kept,
    long[] stepNanos,
    TaskGraph graph,
    TaskGraph between,
    Trace trace,
    boolean cancelled,
    boolean diverged,
    List<Phrase> notes) {
  public TrainingResult {
    kept = Map.copyOf(kept);
    notes = List.copyOf(notes);
  }
}
