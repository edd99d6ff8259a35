package dev.partitura.engine.task.lower;

import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One way to bind the batch.
///
/// @param inputs that are split
/// @param micro samples of a micro-batch
/// @param samples that the outputs are given for
/// @param outputAxes axis along which an output of the micro-batches is joined
/// @param problems why it cannot be split in this way
record BatchChoice(
    Set<String> inputs,
    long micro,
    long samples,
    NetworkTypes types,
    Map<String, Integer> outputAxes,
    List<Problem> problems) {
  BatchChoice refused(List<Problem> why) {
    return new BatchChoice(inputs, micro, samples, types, Map.of(), why);
  }

  BatchChoice joined(Map<String, Integer> axes) {
    return new BatchChoice(inputs, micro, samples, types, axes, problems);
  }

  boolean runs() {
    return problems.isEmpty() && types.problems().isEmpty();
  }
}
