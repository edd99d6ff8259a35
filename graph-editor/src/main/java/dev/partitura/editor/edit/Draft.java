package dev.partitura.editor.edit;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.OperatorSets;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Diagram;
import dev.partitura.engine.project.Diagram.Position;
import dev.partitura.engine.project.Project;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A project taken apart so that an edit can change it, and put together again. Used within one
/// [#project()] call.
final class Draft {
  private final Project before;
  final Map<OpId, Op> ops = new LinkedHashMap<>();
  final List<Value> inputs;
  final List<Value> outputs;
  final Map<String, Constant> initializers;
  final Map<OpId, Integer> partition;
  final Map<OpId, Position> positions;
  final Set<String> collapsed;

  Draft(Project before) {
    this.before = before;
    var network = before.network();
    network.ops().forEach(op -> ops.put(op.id(), op));
    inputs = new ArrayList<>(network.inputs());
    outputs = new ArrayList<>(network.outputs());
    initializers = new LinkedHashMap<>(network.initializers());
    partition = new LinkedHashMap<>(before.plan().partition());
    positions = new LinkedHashMap<>(before.diagram().positions());
    collapsed = new LinkedHashSet<>(before.diagram().collapsed());
  }

  Op op(OpId id) {
    var op = ops.get(id);
    if (op == null) {
      throw ProblemException.of("edit.op.unknown", id.name(), id.name());
    }
    return op;
  }

  void put(Op op) {
    ops.put(op.id(), op);
  }

  /// The op that produces the value, or null.
  @Nullable Op producer(String value) {
    for (var op : ops.values()) {
      if (op.outputs().contains(value)) {
        return op;
      }
    }
    return null;
  }

  boolean isInput(String value) {
    return inputs.stream().anyMatch(input -> input.name().equals(value));
  }

  boolean isOutput(String value) {
    return outputs.stream().anyMatch(output -> output.name().equals(value));
  }

  FreshNames names() {
    return new FreshNames(network());
  }

  /// Forgets the constant unless somebody reads it.
  void dropUnread(String value) {
    if (initializers.containsKey(value) && !isOutput(value) && !isRead(value)) {
      initializers.remove(value);
    }
  }

  boolean isRead(String value) {
    return ops.values().stream().anyMatch(op -> op.dependencies().contains(value));
  }

  /// Takes the value from everybody who reads it.
  void detach(Set<String> values) {
    for (var op : List.copyOf(ops.values())) {
      if (op.inputs().stream().anyMatch(values::contains)) {
        var next = op;
        for (int slot = op.inputs().size() - 1; slot >= 0; slot--) {
          if (values.contains(op.inputs().get(slot))) {
            next = Slots.cleared(next, slot);
          }
        }
        put(next);
      }
    }
    outputs.removeIf(output -> values.contains(output.name()));
  }

  Network network() {
    var was = before.network();
    var stated = new LinkedHashMap<>(was.statedTypes());
    if (!stated.isEmpty()) {
      var produced = new HashSet<String>();
      ops.values().forEach(op -> produced.addAll(op.outputs()));
      stated.keySet().retainAll(produced);
    }
    // An op of a newer operator set than the network's takes the network there.
    return OperatorSets.raised(
        new Network(
            was.name(),
            inputs,
            outputs,
            List.copyOf(ops.values()),
            initializers,
            was.opsets(),
            stated));
  }

  /// The changed project; parts that did not change stay the same instances.
  Project project() {
    partition.keySet().retainAll(ops.keySet());
    var terminals = new HashSet<OpId>();
    inputs.forEach(input -> terminals.add(Terminal.input(input.name())));
    outputs.forEach(output -> terminals.add(Terminal.output(output.name())));
    positions
        .keySet()
        .removeIf(id ->
            !ops.containsKey(id)
                && !terminals.contains(id)
                && !id.name().startsWith(BlockId.PREFIX));
    var diagram = new Diagram(positions, collapsed);
    var network = network();
    var plan = before.plan().with(before.plan().parts(), partition);
    return before
        .withNetwork(network)
        .withPlan(Objects.equals(plan, before.plan()) ? before.plan() : plan)
        .withDiagram(diagram.equals(before.diagram()) ? before.diagram() : diagram);
  }
}
