package dev.partitura.engine.task.lower;

import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which inputs may carry the batch along axis 0. Names of open axes do not decide it: converters
/// give every input a symbol of its own, so that all sets of inputs that may belong together are
/// offered, the largest first, and whoever splits the batch finds out which one is right.
///
/// @param choices sets of inputs, likeliest first; empty when nothing can be split
/// @param fixedBatch size of axis 0 in a network where no input leaves it open; else
///   [Shape#UNKNOWN]
record BatchInputs(List<Set<String>> choices, long fixedBatch) {
  /// Above this many symbols only all together and each alone are offered.
  private static final int MOST_COMBINED = 4;

  static BatchInputs of(Map<String, TensorType> declared, Map<String, TensorType> fed) {
    boolean open = declared.values().stream().anyMatch(BatchInputs::isOpen);
    return open ? ofOpen(declared, fed) : ofFixed(declared, fed);
  }

  private static boolean isOpen(TensorType type) {
    var shape = type.knownShape();
    return shape.rank() > 0 && !shape.isKnown(0);
  }

  /// Inputs with an open axis 0, but for those fed with another number of rows than the first.
  private static BatchInputs ofOpen(Map<String, TensorType> declared, Map<String, TensorType> fed) {
    var groups = new LinkedHashMap<String, Set<String>>();
    long rows = -1;
    for (var input : declared.entrySet()) {
      var given = fed.get(input.getKey());
      if (!isOpen(input.getValue())) {
        continue;
      }
      if (given != null && rows < 0) {
        rows = given.knownShape().size(0);
      }
      var symbol = input.getValue().knownShape().symbol(0);
      if (given == null || given.knownShape().size(0) == rows) {
        groups
            .computeIfAbsent(
                symbol == null ? "?" + input.getKey() : symbol, _ -> new LinkedHashSet<>())
            .add(input.getKey());
      }
    }
    return new BatchInputs(unions(List.copyOf(groups.values())), Shape.UNKNOWN);
  }

  private static List<Set<String>> unions(List<Set<String>> groups) {
    var unions = new LinkedHashSet<Set<String>>();
    var all = new LinkedHashSet<String>();
    groups.forEach(all::addAll);
    unions.add(all);
    if (groups.size() <= MOST_COMBINED) {
      var masks = new ArrayList<Integer>();
      for (int mask = 1; mask < 1 << groups.size(); mask++) {
        masks.add(mask);
      }
      masks.sort((a, b) -> Integer.bitCount(b) - Integer.bitCount(a));
      for (int mask : masks) {
        var union = new LinkedHashSet<String>();
        for (int i = 0; i < groups.size(); i++) {
          if ((mask & 1 << i) != 0) {
            union.addAll(groups.get(i));
          }
        }
        unions.add(union);
      }
    } else {
      unions.addAll(groups);
    }
    return List.copyOf(unions);
  }

  /// The first input, with all of two or more axes that have as many rows, or alone.
  private static BatchInputs ofFixed(
      Map<String, TensorType> declared, Map<String, TensorType> fed) {
    var together = new LinkedHashSet<String>();
    String first = null;
    long batch = Shape.UNKNOWN;
    long rows = -1;
    for (var input : declared.entrySet()) {
      var shape = input.getValue().knownShape();
      var given = fed.get(input.getKey());
      if (shape.rank() == 0 || (given != null && rows >= 0 && given.knownShape().size(0) != rows)) {
        continue;
      }
      if (first == null) {
        first = input.getKey();
        batch = shape.size(0);
        together.add(first);
      } else if (shape.rank() > 1 && shape.size(0) == batch) {
        together.add(input.getKey());
      }
      rows = given != null && together.contains(input.getKey()) ? given.knownShape().size(0) : rows;
    }
    if (first == null || batch == 0) {
      return new BatchInputs(List.of(), Shape.UNKNOWN);
    }
    return new BatchInputs(
        List.copyOf(new LinkedHashSet<>(List.of(together, Set.of(first)))), batch);
  }
}
