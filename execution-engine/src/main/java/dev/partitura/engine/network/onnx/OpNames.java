package dev.partitura.engine.network.onnx;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Gives each op of one graph a name of its own: the file's where it has one and is the first to
/// use it, else a number behind.
final class OpNames {
  private final Set<String> taken = new HashSet<>();
  private final Set<String> given;
  private final Map<String, Integer> counts = new HashMap<>();

  /// @param given the names in the file, which no made-up name may take
  OpNames(List<String> given) {
    this.given = Set.copyOf(given);
  }

  String unique(String name, String type) {
    if (!name.isEmpty() && taken.add(name)) {
      return name;
    }
    var base = name.isEmpty() ? type : name;
    while (true) {
      var candidate = base + "_" + counts.merge(base, name.isEmpty() ? 1 : 2, (old, _) -> old + 1);
      if (!given.contains(candidate) && taken.add(candidate)) {
        return candidate;
      }
    }
  }
}
