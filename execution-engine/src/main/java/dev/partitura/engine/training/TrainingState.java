package dev.partitura.engine.training;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Where training stands: what stays from step to step, after so many steps. Immutable; do not
/// write to the tensors.
///
/// @param steps done so far; 0 before the first
/// @param kept by name; what is not here is zeros. Where replicas go steps by themselves and are
///   not averaged yet, what the others have than the first is here too, see [#ofReplica]
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
        kept.put(step.name(value), value.initial().tensor());
      }
    }
    return new TrainingState(0, kept, new double[0]);
  }

  /// What a replica has of a value that all have of their own.
  public static String ofReplica(String value, int replica) {
    return replica == 0 ? value : value + "/replica " + replica;
  }

  /// Replicas that have values of their own; 1 where all have the same.
  public int apart() {
    int replicas = 1;
    for (var value : kept.keySet()) {
      while (kept.containsKey(ofReplica(value, replicas))) {
        replicas++;
      }
    }
    return replicas;
  }

  /// The mean of a value over the replicas; null where there is no such value.
  private @Nullable Tensor mean(String value, int replicas) {
    var first = kept.get(value);
    return first == null || replicas == 1
        ? first
        : mean(
            IntStream.range(0, replicas)
                .mapToObj(replica -> kept.getOrDefault(ofReplica(value, replica), first))
                .toList());
  }

  /// The mean of tensors of one type, element by element.
  public static Tensor mean(List<Tensor> tensors) {
    var mean = Tensor.allocate(tensors.getFirst().type());
    for (long i = 0; i < mean.elementCount(); i++) {
      double sum = 0;
      for (var tensor : tensors) {
        sum += tensor.doubleAt(i);
      }
      mean.setDouble(i, sum / tensors.size());
    }
    return mean;
  }

  /// A value that a step keeps and this state lacks or has of another type; empty when it fits.
  public Optional<String> misfit(TrainingStep step) {
    return step.kept().stream()
        .filter(value -> {
          var tensor = kept.get(step.name(value));
          return tensor == null || !tensor.type().equals(value.type());
        })
        .map(KeptValue::value)
        .findFirst();
  }

  /// A network with the parameters of this state; their means, where replicas have their own.
  ///
  /// @param network that was trained
  public Network applied(Network network) {
    var initializers = new LinkedHashMap<>(network.initializers());
    int replicas = apart();
    initializers.replaceAll((name, constant) -> {
      var trained = mean(name, replicas);
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
