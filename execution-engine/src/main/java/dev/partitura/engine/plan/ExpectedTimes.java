package dev.partitura.engine.plan;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.NetworkTypes;
import java.util.HashMap;
import java.util.Map;

/// What the ops of a network are expected to take on the devices of a cluster, as presets weigh
/// them. Used by one thread.
public final class ExpectedTimes {
  private final OpCosts costs;
  private final Map<OpId, Integer> places = new HashMap<>();

  /// @param types with every axis known, for the batch that is priced
  public ExpectedTimes(NetworkTypes types, Cluster cluster) {
    costs = OpCosts.of(types, Map.of(), cluster);
    for (var op : costs.ops()) {
      places.put(op.id(), places.size());
    }
  }

  /// Nanoseconds of an op on a device; 0 for an op that the network does not have.
  public double nanos(OpId op, Device device) {
    var place = places.get(op);
    return place == null ? 0 : costs.nanos(device)[place];
  }
}
