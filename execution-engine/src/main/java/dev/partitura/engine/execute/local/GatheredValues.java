package dev.partitura.engine.execute.local;

import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.training.TrainingState;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whole values out of what the ranks of a run have sent of them.
public final class GatheredValues {
  private GatheredValues() {}

  public static Map<String, Tensor> outputs(Lowered lowered, Map<OutputPart, Tensor> parts) {
    return Outputs.gather(lowered, in(parts));
  }

  /// The mean of a scalar output over all micro-batches.
  public static double mean(Lowered lowered, Map<OutputPart, Tensor> parts, String output) {
    return Outputs.mean(lowered, in(parts), output);
  }

  private static Outputs.Parts in(Map<OutputPart, Tensor> parts) {
    return (slot, replica, microBatch) -> find(parts, new OutputPart(slot, replica, microBatch));
  }

  private static @Nullable Tensor find(Map<OutputPart, Tensor> parts, OutputPart part) {
    return parts.get(part);
  }

  /// What stays from one iteration to the next.
  ///
  /// @param parts by number of their place
  /// @param apart whether each replica has its own, or else that of the first is that of all
  public static Map<String, Tensor> kept(
      Lowered lowered, Map<Integer, Tensor> parts, boolean apart) {
    var places = lowered.places();
    return new KeptValues(
            lowered,
            Share.all(lowered.cluster()),
            place -> {
              for (int i = 0; i < places.size(); i++) {
                if (isSame(places.get(i), place)) {
                  return Objects.requireNonNull(parts.get(i));
                }
              }
              throw new IllegalStateException("Nobody keeps slot " + place.slot());
            })
        .get(apart);
  }

  private static boolean isSame(Lowered.Place one, Lowered.Place other) {
    return one.replica() == other.replica()
        && one.device() == other.device()
        && one.slot() == other.slot();
  }

  /// Names of the values that devices of a rank keep, whole or in part.
  public static Set<String> namesKept(Lowered lowered, int rank) {
    var share = Share.ofRank(lowered.cluster(), rank);
    var names = new LinkedHashSet<String>();
    for (var place : lowered.places()) {
      var slot = lowered.program().slots().get(place.slot());
      if (place.isKept() && slot.kept() && share.owns(place.device())) {
        var name = lowered.keptPart(slot.value()).value();
        names.add(name);
        names.add(TrainingState.ofReplica(name, place.replica()));
      }
    }
    return names;
  }

  /// Ranks that have devices of the plan, in order.
  public static List<Integer> ranks(Lowered lowered) {
    return Crossings.ranks(lowered);
  }
}
