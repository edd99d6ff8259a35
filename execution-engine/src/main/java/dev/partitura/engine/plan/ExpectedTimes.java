package dev.partitura.engine.plan;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.Precision;
import java.util.HashMap;
import java.util.Map;

/// What the ops of a network are expected to take on the devices of a cluster, as presets weigh
/// them. Used by one thread.
public final class ExpectedTimes {
  private final OpCosts costs;
  private final Map<OpId, Integer> places = new HashMap<>();

  /// Cost O(ops), and that of laying out a training step where it trains.
  ///
  /// @param types with every axis known, for the batch that is priced
  /// @param precision in which the plan does its ops
  /// @param trains whether an op counts with what a training step does for it, forward and back
  public ExpectedTimes(NetworkTypes types, Cluster cluster, Precision precision, boolean trains) {
    costs = OpCosts.of(types, cluster, precision, trains);
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
