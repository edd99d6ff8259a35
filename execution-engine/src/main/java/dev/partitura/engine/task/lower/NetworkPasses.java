package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.LoweredNetwork;
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

  public static LoweredNetwork applyAll(LoweredNetwork network) {
    var result = network;
    for (var pass : ALL) {
      result = pass.apply(result);
    }
    return result;
  }
}
