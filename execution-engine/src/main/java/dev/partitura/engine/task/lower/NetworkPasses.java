package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.LoweredNetwork;
import java.util.List;

/// The catalogue of passes, in the order in which they are applied: one line each.
public final class NetworkPasses {
  private static final List<NetworkPass> OF_WHOLE_OPS =
      List.of(new ConstantFolding(), new UnreadRemoval(), new NormalizationFolding());

  /// Behind the partition of ops among shards, since a shard does a chain as one where the whole is
  /// not split on the way.
  private static final List<NetworkPass> OF_PARTS =
      List.of(new UnreadRemoval(), new ChainFusion(), new ElementwiseFusion());

  private NetworkPasses() {}

  public static LoweredNetwork applyAll(LoweredNetwork network) {
    return applyToParts(applyToWhole(network));
  }

  /// What is done before ops are split among shards.
  static LoweredNetwork applyToWhole(LoweredNetwork network) {
    return apply(OF_WHOLE_OPS, network);
  }

  static LoweredNetwork applyToParts(LoweredNetwork network) {
    return apply(OF_PARTS, network);
  }

  private static LoweredNetwork apply(List<NetworkPass> passes, LoweredNetwork network) {
    var result = network;
    for (var pass : passes) {
      result = pass.apply(result);
    }
    return result;
  }
}
