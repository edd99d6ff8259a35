package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.LoweredNetwork;
import java.lang.foreign.Arena;
import java.util.List;

/// The catalogue of passes, in the order in which they are applied: one line each.
public final class NetworkPasses {
  private static final List<NetworkPass> ALL =
      List.of(
          new ConstantFolding(),
          new UnreadRemoval(),
          new NormalizationFolding(),
          new ChainFusion(),
          new ElementwiseFusion());

  private NetworkPasses() {}

  /// @param memory owns the tensors that the passes make; close it after the network's last run
  public static LoweredNetwork applyAll(LoweredNetwork network, Arena memory) {
    var result = network;
    for (var pass : ALL) {
      result = pass.apply(result, memory);
    }
    return result;
  }
}
