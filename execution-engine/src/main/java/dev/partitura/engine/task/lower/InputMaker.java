package dev.partitura.engine.task.lower;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Map;

/// Makes values for inputs nobody feeds.
@FunctionalInterface
public interface InputMaker {
  /// A tensor for each entry of `wanted`, which are inputs of the network, of exactly that static
  /// type. The first samples along axis 0 are the same whatever the size of axis 0.
  Map<String, Tensor> make(Network network, Map<String, TensorType> wanted, long seed);
}
