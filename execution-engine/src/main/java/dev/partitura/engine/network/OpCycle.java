package dev.partitura.engine.network;

import dev.partitura.engine.problem.Problem;
import java.util.List;
import java.util.stream.Collectors;

/// Ops that wait for each other in a circle, each reading from the one before it, the first from
/// the last.
record OpCycle(List<Op> ops) {
  private static final String ARROW = " → ";

  /// Names the ops in order and then the first again; of a circle of more than
  /// [ShortestCircle#MOST_TOLD] the first of them, and how many there are.
  Problem problem() {
    var first = ops.getFirst().name();
    var told =
        ops.stream()
            .limit(ShortestCircle.MOST_TOLD)
            .map(Op::name)
            .collect(Collectors.joining(ARROW));
    return ops.size() > ShortestCircle.MOST_TOLD
        ? Problem.of("network.cycle.long", first, first, ops.size(), ShortestCircle.MOST_TOLD, told)
        : Problem.of("network.cycle", first, first, told + ARROW + first);
  }
}
