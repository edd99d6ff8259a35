package dev.partitura.engine.training;

import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;

/// How parameters follow their gradients. Immutable.
public interface Optimizer {
  /// Adds the op that updates one parameter and empties the sum of its gradients.
  ///
  /// @return what it remembers of the parameter from step to step
  List<KeptValue> addUpdate(
      NetworkBuilder builder,
      String parameter,
      TensorType type,
      String gradient,
      String learningRate,
      String step);
}
