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
/// @param originals by value that is a copy the one that it equals, by whose name it is known
record KeptPieces(
    Map<String, KeptPart> parts, Map<String, TensorType> wholes, Map<String, String> originals) {
  static final KeptPieces NONE = new KeptPieces(Map.of(), Map.of(), Map.of());

  KeptPieces {
    parts = Map.copyOf(parts);
    wholes = Map.copyOf(wholes);
    originals = Map.copyOf(originals);
  }

  KeptPart part(String value) {
    var part = parts.getOrDefault(value, new KeptPart(value, -1, 0, 1));
    var original = originals.get(part.value());
    return original == null
        ? part
        : new KeptPart(original, part.axis(), part.index(), part.parts());
  }

  @Nullable TensorType whole(String value) {
    return wholes.get(value);
  }
}
