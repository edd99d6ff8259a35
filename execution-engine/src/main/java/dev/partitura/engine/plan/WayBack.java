package dev.partitura.engine.plan;

import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cost.CostModel;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.Category;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.operator.Work;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.training.Recomputation;
import dev.partitura.engine.training.TrainingStep;
import dev.partitura.engine.training.optimizer.Optimizers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a training step does for each op of a network beside the op itself, micro-batch by
/// micro-batch: gradients of what it was given and of its parameters, and the loss. Updates, which
/// come once behind all micro-batches, and what is done again are left out. Immutable.
final class WayBack {
  /// Of a network that is not trained.
  static final WayBack NONE = new WayBack(Map.of(), Set.of());

  private final Map<OpId, List<Priced>> parts;
  private final Set<OpId> given;

  private record Priced(Category category, Work work) {}

  private WayBack(Map<OpId, List<Priced>> parts, Set<OpId> given) {
    this.parts = parts;
    this.given = given;
  }

  /// @param types with every axis known; a network that cannot be trained is weighed as one that is
  ///   not, since who trains it says why it cannot
  static WayBack of(NetworkTypes types, Precision precision) {
    try {
      // Any optimizer: updates are left out.
      var optimizer = Optimizers.of(Optimizers.names().getFirst(), null);
      return of(TrainingStep.of(types, optimizer, 1, Recomputation.NONE, precision));
    } catch (ProblemException _) {
      return NONE;
    }
  }

  private static WayBack of(TrainingStep step) {
    var parts = new HashMap<OpId, List<Priced>>();
    var given = new HashSet<OpId>();
    for (var op : step.network().ops()) {
      var anchor = step.anchors().get(op.id());
      var operator = Operators.find(op);
      if (anchor == null || operator == null) {
        continue;
      }
      boolean counts =
          switch (step.parts().getOrDefault(op.id(), TrainingStep.Part.FORWARD)) {
            case FORWARD, WEIGHT_GRADIENT -> true;
            case INPUT_GRADIENT -> {
              given.add(anchor);
              yield true;
            }
            case UPDATE -> false;
          };
      if (counts) {
        parts
            .computeIfAbsent(anchor, _ -> new ArrayList<>())
            .add(new Priced(operator.signature().category(), step.types().work(op.id())));
      }
    }
    return new WayBack(parts, given);
  }

  /// Nanoseconds of all that is done for an op on a device.
  double nanos(OpId op, CostModel model, Device device) {
    double nanos = 0;
    for (var part : parts.getOrDefault(op, List.of())) {
      nanos += model.opNanos(part.category(), part.work(), device);
    }
    return nanos;
  }

  /// Whether gradients of what an op was given are handed on to those who made it.
  boolean handsOn(OpId op) {
    return given.contains(op);
  }
}
