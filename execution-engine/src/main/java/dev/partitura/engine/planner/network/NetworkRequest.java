package dev.partitura.engine.planner.network;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.planner.PlanRequest.Objective;
import dev.partitura.engine.training.Optimizer;
import org.jspecify.annotations.Nullable;

/// What a plan of a network is asked for. Immutable.
///
/// @param optimizer of the training step; null plans inference
/// @param objective what to make small
/// @param globalBatch samples of an iteration over all replicas
/// @param memoryBytes that a device may take at most; [Long#MAX_VALUE] leaves it what it has
/// @param precision in which it is computed
/// @param simulations plans that are run in thought at most
public record NetworkRequest(
    Network network,
    Cluster cluster,
    @Nullable Optimizer optimizer,
    Objective objective,
    int globalBatch,
    long memoryBytes,
    Precision precision,
    int simulations) {
  /// Plans that are run in thought where nobody says how many.
  public static final int USUAL_SIMULATIONS = 12;

  public NetworkRequest {
    if (globalBatch < 1 || memoryBytes < 0 || simulations < 1) {
      throw new IllegalArgumentException(
          "No plan is for " + globalBatch + " samples and " + memoryBytes + " bytes");
    }
  }

  public boolean trains() {
    return optimizer != null;
  }

  /// Bytes that each device may take.
  long limitBytes() {
    long least = Long.MAX_VALUE;
    for (var device : cluster.devices()) {
      least = Math.min(least, device.memoryBytes());
    }
    return Math.min(least, memoryBytes);
  }
}
