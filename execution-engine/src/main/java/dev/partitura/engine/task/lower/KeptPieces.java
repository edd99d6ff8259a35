package dev.partitura.engine.task.lower;

import dev.partitura.engine.task.partition.KeptPart;
import dev.partitura.engine.tensor.TensorType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What slots hold that stay from one iteration to the next: of a value the part of a shard, and of
/// that the piece of a replica. Immutable.
///
/// @param parts by name of the slot's value; what is not here is whole
/// @param wholes by name of the slot's value of which each replica has a piece the type of what it
///   is a piece of
record KeptPieces(Map<String, KeptPart> parts, Map<String, TensorType> wholes) {
  static final KeptPieces NONE = new KeptPieces(Map.of(), Map.of());

  KeptPieces {
    parts = Map.copyOf(parts);
    wholes = Map.copyOf(wholes);
  }

  KeptPart part(String value) {
    return parts.getOrDefault(value, new KeptPart(value, -1, 0, 1));
  }

  @Nullable TensorType whole(String value) {
    return wholes.get(value);
  }
}
