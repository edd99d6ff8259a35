package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.tensor.TensorType;
import java.util.Map;

/// A network of a training step of which each replica keeps pieces. Immutable.
///
/// @param pieces inputs that lie in a piece of another
/// @param wholes by input of which each replica keeps a piece the type of the whole
record ZeroNetwork(LoweredNetwork network, ReplicaPieces pieces, Map<String, TensorType> wholes) {
  ZeroNetwork {
    wholes = Map.copyOf(wholes);
  }

  /// One of which each replica keeps all.
  static ZeroNetwork whole(LoweredNetwork network, int replicas) {
    return new ZeroNetwork(network, ReplicaPieces.none(replicas), Map.of());
  }
}
