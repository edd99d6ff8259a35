package dev.partitura.engine.backend;

import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.network.Constant;
import java.util.List;

/// How a step is to be computed: what a backend decides beforehand, without native memory and
/// without reading weights, and makes a [Kernel] of when the program is loaded. What it holds is
/// the backend's own. Immutable; any thread.
public interface Recipe {
  /// What the kernel will hold beside the slots of its step, such as packed weights.
  default List<Constant> constants() {
    return List.of();
  }

  /// Which lane of its device does it, where the device has that lane.
  default Lane lane() {
    return Lane.COMPUTE;
  }
}
