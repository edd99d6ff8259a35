package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.Fused;
import dev.partitura.engine.tensor.TensorType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which values are produced straight into the result of the `Concat` that joins them, so that
/// joining costs nothing. Possible where the parts of a single sample in rows of channels lie one
/// behind the other. Used by one thread.
final class JoinedParts {
  private final Compilation compilation;
  private final Map<String, Op> joinOf = new HashMap<>();
  private final Map<String, Integer> wholes = new HashMap<>();
  private final Set<String> inPlace = new HashSet<>();

  JoinedParts(Compilation compilation, LoweredNetwork lowered) {
    this.compilation = compilation;
    if (!lowered.passes().planMemory()) {
      return;
    }
    for (var op : lowered.network().ops()) {
      if (op.type().equals("Concat") && op.domain().isEmpty() && isJoinable(op)) {
        op.inputs().forEach(input -> joinOf.put(input, op));
      }
    }
  }

  private boolean isJoinable(Op op) {
    var target = sizes(op.outputs().getFirst());
    if (target == null
        || target.length != 4
        || target[0] != 1
        || op.attributes().intOr("axis", 1) != 1
        || op.inputs().size() < 2
        || new HashSet<>(op.inputs()).size() != op.inputs().size()) {
      return false;
    }
    for (var input : op.inputs()) {
      var sizes = sizes(input);
      if (sizes == null
          || sizes[1] % ChannelLayout.rows().block() != 0
          || joinOf.containsKey(input)
          || !isProducedBeside(op, input)) {
        return false;
      }
    }
    return true;
  }

  /// Whether an op that writes rows of channels, in the same kind of action, produces the value,
  /// and it is no result of the network.
  private boolean isProducedBeside(Op op, String input) {
    var producer = compilation.values().producer(input);
    return producer != null
        && !compilation.values().isResult(input)
        && compilation.values().kindOf(producer) == compilation.values().kindOf(op)
        && Set.of("Conv", "MaxPool", "AveragePool", "Concat")
            .contains(Fused.chain(producer).getFirst().type());
  }

  private long @Nullable [] sizes(String value) {
    return compilation.values().constant(value) != null
        ? null
        : compilation.values().floatSizes(value);
  }

  boolean isEmpty() {
    return joinOf.isEmpty();
  }

  /// The slot inside the joined value's that `value` is to be written to, or -1 when it is not
  /// joined or lies otherwise.
  int place(String value, Layout layout) {
    var join = joinOf.get(value);
    if (join == null || !layout.sameAs(rows(value))) {
      return -1;
    }
    inPlace.add(value);
    return part(join, value);
  }

  boolean isInPlace(String value) {
    return inPlace.contains(value);
  }

  /// The part of the joined value's slot into which `value`, that lies elsewhere, must be copied.
  int copyOf(String value) {
    int home = compilation.home(value);
    int part = part(Objects.requireNonNull(joinOf.get(value)), value);
    compilation.slots().moveHome(value, home);
    return part;
  }

  /// Slot of the result of a join that is made of parts; -1 for any other.
  int whole(Op join) {
    return Objects.equals(joinOf.get(join.inputs().getFirst()), join) ? slot(join) : -1;
  }

  private int part(Op join, String value) {
    int whole = slot(join);
    long channels = 0;
    for (var input : join.inputs()) {
      if (input.equals(value)) {
        break;
      }
      channels += rows(input).sizes()[1];
    }
    var layout = rows(value);
    long bytes = channels * layout.sizes()[2] * layout.sizes()[3] * Float.BYTES;
    return compilation.slots().part(value, type(value), layout, whole, bytes);
  }

  private int slot(Op join) {
    var value = join.outputs().getFirst();
    var known = wholes.get(value);
    if (known != null) {
      return known;
    }
    var layout = rows(value);
    int outer = place(value, layout);
    int slot =
        outer >= 0
            ? outer
            : compilation
                .slots()
                .produced(value, type(value), layout, compilation.values().kindOf(join));
    wholes.put(value, slot);
    return slot;
  }

  private Layout rows(String value) {
    return ChannelLayout.rows().of(type(value).knownShape().sizes());
  }

  private TensorType type(String value) {
    return Objects.requireNonNull(compilation.values().type(value));
  }
}
