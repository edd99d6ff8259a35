package dev.partitura.editor.layout;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What ops are called where their names say nothing, such as `n0`, `n1`, …: by their type and a
/// number, `Conv 3`. A name says nothing when what stands before its number is shared by ops of
/// many kinds.
final class OpTitles {
  private static final int MANY_OPS = 8;
  private static final int MANY_TYPES = 3;

  private final Map<OpId, String> made = new HashMap<>();

  private OpTitles() {}

  static OpTitles of(Network network) {
    var counts = new HashMap<String, Integer>();
    var types = new HashMap<String, Set<String>>();
    for (var op : network.ops()) {
      var stem = stem(op.name());
      counts.merge(stem, 1, Integer::sum);
      types.computeIfAbsent(stem, _ -> new HashSet<>()).add(op.type());
    }
    var titles = new OpTitles();
    var numbers = new HashMap<String, Integer>();
    for (var op : network.ops()) {
      int number = numbers.merge(op.type(), 1, Integer::sum);
      var stem = stem(op.name());
      boolean says =
          counts.getOrDefault(stem, 0) < MANY_OPS
              || types.getOrDefault(stem, Set.of()).size() < MANY_TYPES;
      if (!says) {
        titles.made.put(op.id(), op.type() + " " + number);
      }
    }
    return titles;
  }

  /// The whole name up to a number at its end.
  private static String stem(String name) {
    int end = name.length();
    while (end > 0 && !Character.isLetter(name.charAt(end - 1))) {
      end--;
    }
    boolean numbered = end < name.length() && Character.isDigit(name.charAt(name.length() - 1));
    return numbered ? name.substring(0, end) : name;
  }

  /// The op's name, or what it is called instead.
  String title(Op op) {
    return made.getOrDefault(op.id(), op.name());
  }
}
