package dev.partitura.engine.execute.local;

import dev.partitura.engine.operator.Pieces;
import dev.partitura.engine.operator.Shard;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.task.partition.KeptPart;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.engine.training.TrainingState;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What stays on the devices from one iteration to the next, between there and whole values: a
/// shard may hold a part of a value, and a replica a piece of that.
final class KeptValues {
  private final Lowered lowered;
  private final Share share;
  private final Function<Lowered.Place, Tensor> memory;

  /// @param share whose places are meant
  /// @param memory of a place
  KeptValues(Lowered lowered, Share share, Function<Lowered.Place, Tensor> memory) {
    this.lowered = lowered;
    this.share = share;
    this.memory = memory;
  }

  /// Hears of a tensor that stays.
  @FunctionalInterface
  private interface Action {
    /// @param whole type of what the tensor is a piece of; null where it is no piece
    void take(Lowered.Place place, KeptPart part, @Nullable TensorType whole, Tensor tensor);
  }

  private void forEach(Action action) {
    for (var place : lowered.places()) {
      var slot = lowered.program().slots().get(place.slot());
      if (place.isKept() && slot.kept() && share.owns(place.device())) {
        action.take(
            place,
            lowered.keptPart(slot.value()),
            lowered.wholeOfPieces(slot.value()),
            memory.apply(place));
      }
    }
  }

  /// Sets all of it; zeros where `values` has no such name.
  void set(Map<String, Tensor> values) {
    forEach((place, part, whole, tensor) -> {
      var value =
          values.getOrDefault(
              TrainingState.ofReplica(part.value(), place.replica()), values.get(part.value()));
      if (value == null) {
        tensor.data().fill((byte) 0);
      } else if (whole == null) {
        set(part, value, tensor);
      } else {
        var all = Tensor.allocate(whole);
        set(part, value, all);
        Pieces.copy(all, tensor, place.replica(), true);
      }
    });
  }

  private static void set(KeptPart part, Tensor value, Tensor tensor) {
    if (part.axis() < 0) {
      tensor.copyFrom(value);
    } else {
      Shard.copy(value, tensor, part.axis(), part.index(), true);
    }
  }

  /// A part of what one replica keeps, or all together.
  private record Held(KeptPart part, int replica) {
    String name() {
      return TrainingState.ofReplica(part.value(), replica);
    }
  }

  /// Copies of all of it.
  ///
  /// @param apart whether each replica has its own, or else that of the first is that of all
  Map<String, Tensor> get(boolean apart) {
    var parts = new HashMap<Held, Tensor>();
    forEach((place, part, whole, tensor) -> {
      var held = new Held(part, apart ? place.replica() : 0);
      if (whole != null) {
        var all = parts.computeIfAbsent(held, _ -> Tensor.allocate(whole));
        Pieces.copy(all, tensor, place.replica(), false);
      } else {
        parts.putIfAbsent(held, tensor);
      }
    });
    var kept = new HashMap<String, Tensor>();
    parts.forEach((held, tensor) -> {
      var part = held.part();
      var value = kept.computeIfAbsent(held.name(), _ -> Tensor.allocate(whole(part, tensor)));
      if (part.axis() < 0) {
        value.copyFrom(tensor);
      } else {
        Shard.copy(value, tensor, part.axis(), part.index(), false);
      }
    });
    return kept;
  }

  private static TensorType whole(KeptPart part, Tensor tensor) {
    var shape = tensor.shape();
    return part.axis() < 0
        ? tensor.type()
        : tensor
            .type()
            .withShape(shape.withSize(part.axis(), shape.size(part.axis()) * part.parts()));
  }
}
