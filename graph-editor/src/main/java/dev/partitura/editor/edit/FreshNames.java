package dev.partitura.editor.edit;

import dev.partitura.engine.network.Network;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// Gives out names that nothing in a network has yet.
public final class FreshNames {
  private final Set<String> taken = new HashSet<>();

  public FreshNames(Network network) {
    network
        .ops()
        .forEach(op -> {
          taken.add(op.name());
          taken.addAll(op.outputs());
          taken.addAll(op.inputs());
        });
    network.inputs().forEach(value -> taken.add(value.name()));
    network.outputs().forEach(value -> taken.add(value.name()));
    taken.addAll(network.initializers().keySet());
    taken.remove("");
  }

  /// `wanted` if nobody has it, else the same with the next free number behind: `conv2` after
  /// `conv1`.
  public String take(String wanted) {
    return taken.add(wanted) ? wanted : numbered(withoutNumber(wanted), 2);
  }

  /// `base` with the lowest free number behind: `conv1`.
  public String numbered(String base) {
    return numbered(base, 1);
  }

  /// A name for an op of this type: `conv1`, `layerNormalization2`.
  public String forType(String type) {
    return numbered(type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1));
  }

  /// A prefix under which nobody is, made of `wanted` by counting its number up: `layer1/block3`.
  public String prefix(String wanted) {
    if (isFree(wanted)) {
      return wanted;
    }
    var base = withoutNumber(wanted);
    int number = 1;
    while (!isFree(base + number)) {
      number++;
    }
    return base + number;
  }

  private boolean isFree(String prefix) {
    return !taken.contains(prefix)
        && taken.stream().noneMatch(name -> name.startsWith(prefix + "/"));
  }

  private String numbered(String base, int first) {
    int number = first;
    while (!taken.add(base + number)) {
      number++;
    }
    return base + number;
  }

  private static String withoutNumber(String name) {
    int end = name.length();
    while (end > 1 && Character.isDigit(name.charAt(end - 1))) {
      end--;
    }
    var base = name.substring(0, end);
    return end == name.length() && Character.isDigit(name.charAt(end - 1)) ? base + "_" : base;
  }
}
