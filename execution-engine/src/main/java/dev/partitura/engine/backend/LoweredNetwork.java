package dev.partitura.engine.backend;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.plan.Passes;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The network of one micro-batch after the rewriting passes, ready for a backend.
///
/// @param types inferred for the micro-batch's size; `types.network()` is `network`
/// @param kinds kind of action that each op belongs to, as [Precedence#kind] numbers them: its
///   stage in its phase. Ops of several kinds are never done together
/// @param kept inputs that stay from one iteration to the next; ops that take their place write
///   them
/// @param origins for each op the ops of the network as drawn that it stands for; an op that was
///   not rewritten stands for itself
public record LoweredNetwork(
    Network network,
    NetworkTypes types,
    Map<OpId, Integer> kinds,
    Set<String> kept,
    Map<OpId, List<OpId>> origins,
    Passes passes) {
  public LoweredNetwork {
    kinds = Collections.unmodifiableMap(kinds);
    kept = Set.copyOf(kept);
    origins = Collections.unmodifiableMap(origins);
  }

  public int kindOf(OpId op) {
    return kinds.getOrDefault(op, 0);
  }

  public List<OpId> originsOf(OpId op) {
    var known = origins.get(op);
    return known != null ? known : List.of(op);
  }
}
