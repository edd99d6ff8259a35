package dev.partitura.engine.backend;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.plan.Passes;
import java.util.List;
import java.util.Map;

/// The network of one micro-batch after the rewriting passes, ready for a backend.
///
/// @param types inferred for the micro-batch's size; `types.network()` is `network`
/// @param stages stage of each op
/// @param origins for each op the ops of the network as drawn that it stands for; an op that was
///   not rewritten stands for itself
public record LoweredNetwork(
    Network network,
    NetworkTypes types,
    Map<OpId, Integer> stages,
    Map<OpId, List<OpId>> origins,
    Passes passes) {
  public LoweredNetwork {
    stages = Map.copyOf(stages);
    origins = Map.copyOf(origins);
  }

  public int stageOf(OpId op) {
    return stages.getOrDefault(op, 0);
  }

  public List<OpId> originsOf(OpId op) {
    return origins.getOrDefault(op, List.of(op));
  }
}
