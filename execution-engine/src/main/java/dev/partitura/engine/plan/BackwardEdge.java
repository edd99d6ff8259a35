package dev.partitura.engine.plan;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.OpId;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;

/// A value that an op on a later stage makes for an op on an earlier one. A plan that has one runs,
/// but is no pipeline: its stages do not follow each other.
///
/// @param producer on the later stage
/// @param consumer on the earlier stage
public record BackwardEdge(OpId producer, OpId consumer) {
  /// The first of a plan, in the network's order of ops, or null. Cost O(ops + edges).
  public static @Nullable BackwardEdge of(Network network, Plan plan) {
    var producers = new HashMap<String, OpId>();
    for (var op : network.ops()) {
      op.outputs().forEach(value -> producers.put(value, op.id()));
    }
    for (var op : network.ops()) {
      for (var value : op.dependencies()) {
        var producer = producers.get(value);
        if (producer != null && plan.stageOf(producer) > plan.stageOf(op.id())) {
          return new BackwardEdge(producer, op.id());
        }
      }
    }
    return null;
  }
}
