package dev.partitura.engine.training;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Where training stands: what stays from step to step, after so many steps. Immutable; do not
/// write to the tensors.
///
/// @param steps done so far; 0 before the first
/// @param kept by name; what is not here is zeros
/// @param losses of the steps done, in order
@SuppressWarnings("ArrayRecordComponent")
public record TrainingState(int steps, Map<String, Tensor> kept, double[] losses) {
  public TrainingState {
    kept = Map.copyOf(kept);
  }

  /// Before the first step.
  public static TrainingState initial(TrainingStep step) {
    var kept = new java.util.HashMap<String, Tensor>();
    for (var value : step.kept()) {
      if (value.initial() != null) {
        kept.put(value.value(), value.initial().tensor());
      }
    }
    return new TrainingState(0, kept, new double[0]);
  }

  /// A value that a step keeps and this state lacks or has of another type; empty when it fits.
  public Optional<String> misfit(TrainingStep step) {
    return step.kept().stream()
        .filter(value -> {
          var tensor = kept.get(value.value());
          return tensor == null || !tensor.type().equals(value.type());
        })
        .map(KeptValue::value)
        .findFirst();
  }

  /// A network with the parameters of this state.
  ///
  /// @param network that was trained
  public Network applied(Network network) {
    var initializers = new LinkedHashMap<>(network.initializers());
    initializers.replaceAll((name, constant) -> {
      var trained = kept.get(name);
      return trained == null ? constant : Constant.of(trained);
    });
    return network.withInitializers(initializers);
  }

  /// After more steps.
  public TrainingState after(double[] more, Map<String, Tensor> newKept) {
    var all = Arrays.copyOf(losses, losses.length + more.length);
    System.arraycopy(more, 0, all, losses.length, more.length);
    return new TrainingState(steps + more.length, newKept, all);
  }
}
