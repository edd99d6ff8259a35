package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A network while a pass changes it: ops are replaced or removed, constants added, and each new op
/// remembers the ops it stands for. Questions are answered for the network as it was before the
/// pass. Used by one thread.
final class Rewrite {
  private final LoweredNetwork before;
  private final Topology topology;
  private final Map<String, Constant> initializers;
  private final Map<OpId, Op> replaced = new HashMap<>();
  private final Set<OpId> removed = new HashSet<>();
  private final Map<OpId, List<OpId>> origins;
  private final Set<String> results = new HashSet<>();

  Rewrite(LoweredNetwork before) {
    this.before = before;
    this.topology = Topology.of(before.network());
    this.initializers = new LinkedHashMap<>(before.network().initializers());
    this.origins = new HashMap<>(before.origins());
    before.network().outputs().forEach(output -> results.add(output.name()));
  }

  /// The ops in dependency order.
  List<Op> ops() {
    var ordered = new ArrayList<Op>(before.network().ops().size());
    for (int index : topology.order()) {
      ordered.add(before.network().ops().get(index));
    }
    return ordered;
  }

  boolean isUntouched(Op op) {
    return !replaced.containsKey(op.id()) && !removed.contains(op.id());
  }

  boolean isResult(String value) {
    return results.contains(value);
  }

  @Nullable Constant constant(String value) {
    return value.isEmpty() ? null : before.types().constants().get(value);
  }

  @Nullable TensorType type(String value) {
    return value.isEmpty() ? null : before.types().type(value);
  }

  /// The one op that reads a value, when it reads it once, belongs to the same action as `op`, and
  /// nobody else wants the value; else null.
  @Nullable Op soleReader(Op op, String value) {
    Checkpoint.pass();
    var readers = topology.consumers(value);
    if (readers.size() != 1 || isResult(value)) {
      return null;
    }
    var reader = before.network().ops().get(readers.getFirst());
    return together(op, reader) && isUntouched(reader) && reader.inputs().contains(value)
        ? reader
        : null;
  }

  boolean together(Op one, Op other) {
    return before.kindOf(one.id()) == before.kindOf(other.id());
  }

  Map<String, Integer> opsets() {
    return before.network().opsets();
  }

  /// Adds a constant under `wanted` or, when that is taken, `wanted` with a number behind; hands
  /// the name back.
  String addConstant(String wanted, Constant constant) {
    var name = wanted;
    for (int i = 2;
        before.types().types().containsKey(name) || initializers.containsKey(name);
        i++) {
      name = wanted + "_" + i;
    }
    initializers.put(name, constant);
    return name;
  }

  /// The value of an op that is removed, known from now on.
  void define(String value, Constant constant) {
    initializers.put(value, constant);
  }

  void remove(Op op) {
    removed.add(op.id());
  }

  /// Puts `replacement`, named like one of `members`, where that member was and removes the others.
  void replace(List<Op> members, Op replacement) {
    var sources = new ArrayList<OpId>();
    for (var member : members) {
      before.originsOf(member.id()).stream()
          .filter(origin -> !sources.contains(origin))
          .forEach(sources::add);
      if (!member.id().equals(replacement.id())) {
        removed.add(member.id());
      }
    }
    replaced.put(replacement.id(), replacement);
    origins.put(replacement.id(), sources);
  }

  /// The network after the pass, its types inferred anew; the same object when nothing was changed.
  LoweredNetwork after() {
    if (replaced.isEmpty() && removed.isEmpty()) {
      return before;
    }
    var ops = new ArrayList<Op>();
    for (var op : before.network().ops()) {
      if (!removed.contains(op.id())) {
        ops.add(replaced.getOrDefault(op.id(), op));
      }
    }
    var read = new HashSet<String>(results);
    ops.forEach(op -> read.addAll(op.dependencies()));
    initializers.keySet().retainAll(read);
    var network = before.network().withOps(ops).withInitializers(initializers);
    var given = new HashMap<String, TensorType>();
    for (var input : network.inputs()) {
      var type = before.types().type(input.name());
      if (type != null) {
        given.put(input.name(), type);
      }
    }
    removed.forEach(origins::remove);
    return new LoweredNetwork(
        network,
        TypeInference.infer(network, given, Map.of()),
        before.kinds(),
        before.kept(),
        origins,
        before.passes());
  }
}
