package dev.partitura.engine.planner.network;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.operator.NetworkTypes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A network in which all but a few of the blocks that follow each other and are alike are left
/// out: what an op of one that is left out takes, the same op of one that is kept takes too. Ops
/// are alike that are of one operator with the same attributes, on values of the same types that
/// come from as far before. Immutable; cost O(ops²) at most, for the search of the period.
///
/// @param network the short one; the network itself where nothing repeats
/// @param order ops of the whole network in dependency order, by number
/// @param standsFor by place in that order the number, in the short network, of the op that stands
///   for it
@SuppressWarnings("ArrayRecordComponent")
record RepeatedOps(Network network, int[] order, int[] standsFor) {
  /// Blocks that are kept of those that repeat: the first and the last see other neighbours.
  private static final int KEPT = 2;

  /// Below that a network is short enough.
  private static final int FEW_OPS = 48;

  /// A value read farther away than that belongs to no block.
  private static final int FARTHEST = 300;

  static RepeatedOps of(NetworkTypes types) {
    var whole = types.network();
    var topology = Topology.of(whole);
    var ops = new ArrayList<Op>();
    for (int op : topology.order()) {
      ops.add(whole.ops().get(op));
    }
    var standsFor = new int[ops.size()];
    Arrays.setAll(standsFor, op -> op);
    var outputs = new HashSet<String>();
    whole.outputs().stream().map(Value::name).forEach(outputs::add);
    while (ops.size() > FEW_OPS) {
      var run = longestRun(new Signatures(ops, types).numbers);
      if (run == null || !cut(ops, run, standsFor, outputs)) {
        break;
      }
    }
    return new RepeatedOps(
        ops.size() == whole.ops().size() ? whole : withOps(whole, ops),
        topology.order(),
        standsFor);
  }

  /// Blocks of `period` ops from `start` on.
  private record Run(int start, int period, int blocks) {
    int firstLeftOut() {
      return start + (KEPT - 1) * period;
    }

    int behindLeftOut() {
      return start + (blocks - 1) * period;
    }

    int leftOut() {
      return behindLeftOut() - firstLeftOut();
    }
  }

  /// The run in which most ops may be left out, or null.
  private static @Nullable Run longestRun(int[] numbers) {
    Run best = null;
    for (int period = 1; period <= numbers.length / (KEPT + 1); period++) {
      int alike = 0;
      for (int op = numbers.length - period - 1; op >= -1; op--) {
        if (op >= 0 && numbers[op] == numbers[op + period]) {
          alike++;
          continue;
        }
        var run = new Run(op + 1, period, alike / period + 1);
        if (run.blocks() > KEPT && (best == null || run.leftOut() > best.leftOut())) {
          best = run;
        }
        alike = 0;
      }
    }
    return best;
  }

  /// Takes blocks out.
  ///
  /// @return whether it could: not where the network hands back what they make
  private static boolean cut(List<Op> ops, Run run, int[] standsFor, Set<String> outputs) {
    int from = run.firstLeftOut();
    int to = run.behindLeftOut();
    var renamed = new HashMap<String, String>();
    for (int op = from; op < to; op++) {
      var stand = ops.get(from - run.period() + (op - from) % run.period());
      for (int output = 0; output < ops.get(op).outputs().size(); output++) {
        if (outputs.contains(ops.get(op).outputs().get(output))) {
          return false;
        }
      }
      // Of the last block that is left out, the readers behind read the last that is kept instead.
      if (op >= to - run.period()) {
        for (int output = 0; output < stand.outputs().size(); output++) {
          renamed.put(ops.get(op).outputs().get(output), stand.outputs().get(output));
        }
      }
    }
    var earlier = new HashSet<String>();
    ops.subList(from, to - run.period()).forEach(op -> earlier.addAll(op.outputs()));
    earlier.remove("");
    for (int op = to; op < ops.size(); op++) {
      if (ops.get(op).dependencies().stream().anyMatch(earlier::contains)) {
        return false;
      }
    }
    for (int op = to; op < ops.size(); op++) {
      var inputs = ops.get(op).inputs().stream().map(value -> renamed.getOrDefault(value, value));
      ops.set(op, ops.get(op).withInputs(inputs.toList()));
    }
    ops.subList(from, to).clear();
    for (int place = 0; place < standsFor.length; place++) {
      int at = standsFor[place];
      standsFor[place] =
          at < from
              ? at
              : at >= to ? at - (to - from) : from - run.period() + (at - from) % run.period();
    }
    return true;
  }

  private static Network withOps(Network whole, List<Op> ops) {
    var read = new HashSet<String>();
    ops.forEach(op -> read.addAll(op.dependencies()));
    whole.outputs().stream().map(Value::name).forEach(read::add);
    var initializers = new LinkedHashMap<>(whole.initializers());
    initializers.keySet().retainAll(read);
    return whole.withOps(ops).withInitializers(initializers);
  }

  /// A number for each op, the same for those that are alike.
  private static final class Signatures {
    final int[] numbers;
    private final Map<Object, Integer> known = new HashMap<>();
    private final Map<String, Integer> producer = new HashMap<>();
    private final Map<String, Integer> lastReader = new HashMap<>();
    private final NetworkTypes types;

    Signatures(List<Op> ops, NetworkTypes types) {
      this.types = types;
      for (int op = 0; op < ops.size(); op++) {
        for (var value : ops.get(op).outputs()) {
          producer.put(value, op);
        }
        for (var value : ops.get(op).dependencies()) {
          lastReader.put(value, op);
        }
      }
      numbers = new int[ops.size()];
      for (int op = 0; op < numbers.length; op++) {
        numbers[op] = number(ops.get(op), op);
      }
    }

    private int number(Op op, int place) {
      var parts = new ArrayList<Object>();
      parts.add(op.qualifiedType());
      parts.add(op.attributes());
      for (var value : op.inputs()) {
        parts.add(source(value, place));
      }
      op.outputs().forEach(value -> parts.add(type(value)));
      return known.computeIfAbsent(parts, _ -> known.size());
    }

    private Object type(String value) {
      var type = types.type(value);
      return type == null ? "" : type;
    }

    /// How far before a value is made, or which it is where all blocks read the same.
    private Object source(String value, int place) {
      var made = producer.get(value);
      if (made != null && lastReader.getOrDefault(value, made) - made <= FARTHEST) {
        return List.of(place - made, type(value));
      }
      var constant = types.network().initializers().get(value);
      int readers = lastReader.getOrDefault(value, place);
      return made == null && constant != null && readers == place
          ? List.of("weight", constant.type())
          : value;
    }
  }
}
