package dev.partitura.engine.task.lower;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.engine.training.Optimizer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a layout follows from beside cluster and plan, so that another process can lay out the
/// same. Immutable; any thread.
///
/// @param optimizer of a training step; null where the network only runs
/// @param batch samples of one iteration, as for [Lowering#lower]
/// @param feeds types of the tensors that will be fed
public record Asked(
    Network network, @Nullable Optimizer optimizer, int batch, Map<String, TensorType> feeds) {
  public Asked {
    feeds = Map.copyOf(feeds);
  }
}
