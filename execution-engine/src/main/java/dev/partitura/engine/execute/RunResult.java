package dev.partitura.engine.execute;

import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.trace.Trace;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What an execution gave.
///
/// @param outputs by output name, for the samples of the feeds, of one iteration; empty when
///   cancelled
/// @param graph the tasks of one iteration
/// @param trace the iteration of median duration, or the partial one when cancelled
/// @param iterationNanos wall time of each measured iteration, in order
/// @param latencyNanos from the start of an iteration to the end of each of its micro-batches, all
///   measured iterations
/// @param samples samples of one iteration
/// @param notes sentences a person should know, such as that the input was repeated to fill the
///   batch
/// @param conditions under which it was measured
public record RunResult(
    Map<String, Tensor> outputs,
    TaskGraph graph,
    Trace trace,
    long[] iterationNanos,
    long[] latencyNanos,
    int samples,
    boolean cancelled,
    List<Phrase> notes,
    Conditions conditions) {
  public RunResult {
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    notes = List.copyOf(notes);
  }
}
