package dev.partitura.editor.edit;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.Signature;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The inputs of an op as places where an edge may end.
public final class Slots {
  private Slots() {}

  public static @Nullable Signature signature(Op op) {
    var operator = Operators.find(op);
    return operator == null ? null : operator.signature();
  }

  /// Number of places an edge may end at, one more than there are inputs when the last one may
  /// repeat.
  public static int count(Op op) {
    var signature = signature(op);
    if (signature == null) {
      return op.inputs().size();
    }
    int named = signature.inputs().size();
    return signature.variadic() ? Math.max(named, op.inputs().size() + 1) : named;
  }

  /// Name of a place, such as `X`, or its number when the operator is not in the catalogue.
  public static String name(Op op, int slot) {
    var signature = signature(op);
    if (signature == null || signature.inputs().isEmpty()) {
      return Integer.toString(slot);
    }
    int last = signature.inputs().size() - 1;
    return slot < last || !signature.variadic() && slot == last
        ? signature.inputs().get(slot)
        : signature.variadic()
            ? signature.inputs().get(last) + " " + (slot - last + 1)
            : Integer.toString(slot);
  }

  /// Whether the op cannot do without this input.
  public static boolean isRequired(Op op, int slot) {
    var signature = signature(op);
    return signature == null || slot < signature.minInputs();
  }

  /// What arrives at the place; empty when nothing does.
  public static String value(Op op, int slot) {
    return slot < op.inputs().size() ? op.inputs().get(slot) : "";
  }

  /// The places to draw a port for: fed by an edge, or waiting for one. Constants are shown in the
  /// inspector instead, except where an edge is as usual there as a weight.
  public static List<Integer> ports(Op op, Network network) {
    var ports = new ArrayList<Integer>();
    for (int slot = 0; slot < count(op); slot++) {
      var value = value(op, slot);
      boolean constant = network.initializers().containsKey(value);
      boolean extra = slot >= op.inputs().size() && !isRequired(op, slot);
      if (constant
          ? takesEither(op, slot)
          : !value.isEmpty() || isRequired(op, slot) || extra && isVariadic(op)) {
        ports.add(slot);
      }
    }
    return ports;
  }

  private static boolean isVariadic(Op op) {
    var signature = signature(op);
    return signature != null && signature.variadic();
  }

  private static boolean takesEither(Op op, int slot) {
    var operator = Operators.find(op);
    return operator != null && operator.takesWeightOrValue(slot);
  }

  static Op filled(Op op, int slot, String value) {
    var inputs = new ArrayList<>(op.inputs());
    while (inputs.size() <= slot) {
      inputs.add("");
    }
    inputs.set(slot, value);
    return op.withInputs(inputs);
  }

  /// The op without what arrives at the place. Where the last input may repeat, the later ones move
  /// up.
  static Op cleared(Op op, int slot) {
    var signature = signature(op);
    var inputs = new ArrayList<>(op.inputs());
    if (signature != null
        && signature.variadic()
        && slot >= signature.inputs().size() - 1
        && inputs.size() > Math.max(1, signature.minInputs())) {
      inputs.remove(slot);
    } else {
      inputs.set(slot, "");
    }
    int least = signature == null ? inputs.size() : signature.minInputs();
    while (inputs.size() > least && inputs.getLast().isEmpty()) {
      inputs.removeLast();
    }
    return op.withInputs(inputs);
  }
}
