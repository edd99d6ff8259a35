package dev.partitura.editor.edit;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.OpId;
import org.jspecify.annotations.Nullable;

/// Ids under which the diagram places what is drawn as a node but is no op: the network's inputs
/// and outputs.
public final class Terminal {
  private static final String INPUT = "input: ";
  private static final String OUTPUT = "output: ";

  private Terminal() {}

  public static OpId input(String value) {
    return new OpId(INPUT + value);
  }

  public static OpId output(String value) {
    return new OpId(OUTPUT + value);
  }

  /// The input value that the id stands for, or null.
  public static @Nullable String inputOf(OpId id, Network network) {
    return valueOf(id, INPUT, network.inputs().stream().map(v -> v.name()).toList());
  }

  /// The output value that the id stands for, or null.
  public static @Nullable String outputOf(OpId id, Network network) {
    return valueOf(id, OUTPUT, network.outputs().stream().map(v -> v.name()).toList());
  }

  private static @Nullable String valueOf(OpId id, String kind, Iterable<String> names) {
    if (!id.name().startsWith(kind)) {
      return null;
    }
    var wanted = id.name().substring(kind.length());
    for (var name : names) {
      if (name.equals(wanted)) {
        return name;
      }
    }
    return null;
  }
}
