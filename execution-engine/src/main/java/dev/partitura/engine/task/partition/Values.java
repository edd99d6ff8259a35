package dev.partitura.engine.task.partition;

import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.operator.CopyParameter;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.plan.Places;
import dev.partitura.engine.plan.schedule.Precedence;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The ops of a network in dependency order, and its values numbered: where each comes from, and
/// which lie in one place since ops write one over the other. Immutable.
final class Values {
  /// Who makes a value.
  enum Origin {
    OP,
    /// Fed in each run, and on every device where it is.
    FED,
    CONSTANT,
    /// Stays from one iteration to the next.
    KEPT
  }

  private final LoweredNetwork network;
  private final Places places;
  private final List<Op> ops = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<Origin> origins = new ArrayList<>();
  private final List<Integer> makers = new ArrayList<>();
  private final int[] group;

  Values(LoweredNetwork network, Places places) {
    this.network = network;
    this.places = places;
    network.network().initializers().keySet().forEach(name -> add(name, Origin.CONSTANT, -1));
    for (var input : network.network().inputs()) {
      add(input.name(), network.kept().contains(input.name()) ? Origin.KEPT : Origin.FED, -1);
    }
    for (int index : Topology.of(network.network()).order()) {
      var op = network.network().ops().get(index);
      for (var output : op.outputs()) {
        if (!output.isEmpty()) {
          add(output, Origin.OP, ops.size());
        }
      }
      ops.add(op);
    }
    group = new int[names.size()];
    for (int value = 0; value < group.length; value++) {
      group[value] = value;
    }
    ops.forEach(this::join);
  }

  private void add(String name, Origin origin, int maker) {
    if (numbers.putIfAbsent(name, names.size()) == null) {
      names.add(name);
      origins.add(origin);
      makers.add(maker);
    }
  }

  /// What an op writes over lies like what it writes, and like all else that it writes over.
  private void join(Op op) {
    int together = -1;
    for (int output = 0; output < op.outputs().size(); output++) {
      int over = over(op, output);
      if (over >= 0 && !op.outputs().get(output).isEmpty()) {
        int from = number(op.inputs().get(over));
        together = together < 0 ? from : together;
        union(together, from);
        union(together, number(op.outputs().get(output)));
      }
    }
    if (op.type().equals(CopyParameter.TYPE)) {
      // A copy is cut as its parameter is, so that each shard takes over its own part.
      union(number(op.inputs().getFirst()), number(op.inputs().getLast()));
    }
  }

  /// The input that an output is written over, or -1.
  static int over(Op op, int output) {
    var operator = Operators.find(op);
    int over = operator == null ? -1 : operator.takesPlaceOf(output);
    return over < op.inputs().size() && over >= 0 && !op.inputs().get(over).isEmpty() ? over : -1;
  }

  /// Inputs that an op writes over.
  static Set<Integer> overwritten(Op op) {
    var inputs = new TreeSet<Integer>();
    for (int output = 0; output < op.outputs().size(); output++) {
      if (over(op, output) >= 0) {
        inputs.add(over(op, output));
      }
    }
    return inputs;
  }

  private int root(int value) {
    int root = value;
    while (group[root] != root) {
      root = group[root];
    }
    return root;
  }

  private void union(int one, int other) {
    group[root(other)] = root(one);
  }

  /// Number of the values that lie alike since ops write one over the other; its own for others.
  int group(int value) {
    return root(value);
  }

  List<Op> ops() {
    return ops;
  }

  LoweredNetwork network() {
    return network;
  }

  int count() {
    return names.size();
  }

  int number(String name) {
    return Objects.requireNonNull(numbers.get(name), name);
  }

  /// Number of an input of an op; -1 for one that is absent or that nobody makes.
  int input(Op op, int index) {
    return numbers.getOrDefault(op.inputs().get(index), -1);
  }

  String name(int value) {
    return names.get(value);
  }

  Origin origin(int value) {
    return origins.get(value);
  }

  /// Place in [#ops] of the op that makes a value, or -1.
  int maker(int value) {
    return makers.get(value);
  }

  @Nullable TensorType type(int value) {
    return network.types().type(names.get(value));
  }

  /// Bytes of a value; 0 where only the run tells.
  long bytes(int value) {
    var type = type(value);
    return type != null && type.isStatic() ? type.sizeBytes() : 0;
  }

  int part(Op op) {
    return Precedence.stage(network.kindOf(op.id()));
  }

  int shards(Op op) {
    return places.shards(part(op));
  }

  /// Whether an op depends on nothing but constants and what is kept: what it makes are weights.
  boolean[] areWeights() {
    var weights = new boolean[count()];
    for (int value = 0; value < weights.length; value++) {
      weights[value] = origin(value) == Origin.CONSTANT || origin(value) == Origin.KEPT;
    }
    for (var op : ops) {
      boolean all = true;
      for (var name : op.dependencies()) {
        all &= numbers.containsKey(name) && weights[number(name)];
      }
      for (var output : op.outputs()) {
        if (!output.isEmpty()) {
          weights[number(output)] = all;
        }
      }
    }
    return weights;
  }
}
