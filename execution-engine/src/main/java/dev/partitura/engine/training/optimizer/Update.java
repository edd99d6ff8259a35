package dev.partitura.engine.training.optimizer;

import dev.partitura.engine.tensor.TensorType;
import java.util.List;

/// The values of an update that was added to a network.
///
/// @param parameter the new parameter
/// @param gradient zeros in the place of the gradient
/// @param states what is kept of the parameter from step to step
public record Update(String parameter, String gradient, List<State> states) {
  public Update {
    states = List.copyOf(states);
  }

  /// One state of a parameter.
  ///
  /// @param value that the update reads
  /// @param updated that it makes of it, in the same place
  /// @param initial every element before the first step
  public record State(String value, String updated, TensorType type, double initial) {}
}
