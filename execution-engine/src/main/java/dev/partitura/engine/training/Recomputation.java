package dev.partitura.engine.training;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.Work;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Has ops of the way forward done again on the way back, so that what they made need not be kept
/// in between. A stage does again only what it did itself; what another gave it, it keeps. Each is
/// done right before the first that reads it, so that little of it is there at once.
///
/// @param stage of an op of the network
/// @param again what becomes of each
/// @param held micro-batches that a stage holds at once, by stage
/// @param whole whether segments are done again whole, as frameworks do, though nobody reads all
public record Recomputation(
    ToIntFunction<OpId> stage, Choice again, IntUnaryOperator held, boolean whole) {
  private static final String AGAIN = "/again";

  /// What ends the name of an op that is done again, also of one shard.
  private static final Pattern DONE_AGAIN = Pattern.compile(AGAIN + "\\d*(\\[\\d+])?$");

  /// Whether a step of the way back that is called so does again what was done on the way forward.
  public static boolean isDoneAgain(String name) {
    return DONE_AGAIN.matcher(name).find();
  }

  /// Nothing is done again.
  public static final Recomputation NONE =
      new Recomputation(_ -> 0, (_, _, _) -> How.KEPT, _ -> 1, false);

  /// What becomes of what an op made until the way back reads it.
  public enum How {
    KEPT,
    AGAIN,
    /// Done again, but where [Segments] has it kept.
    AGAIN_IN_SEGMENTS
  }

  /// What becomes of each op.
  @FunctionalInterface
  public interface Choice {
    /// @param op of the network
    /// @param work that it would be to do it again
    /// @param weighted whether it reads a weight, or what only weights make
    How of(OpId op, Work work, boolean weighted);
  }

  /// @param network in which some ops were put in the place of others
  /// @param copies by op that is done again the one that it is done as
  record Result(Network network, Map<OpId, OpId> copies) {}

  /// The network, in which ops of the way back read copies of what is done again.
  ///
  /// @param forward types of the way forward alone
  /// @param network with the way back
  /// @param anchor the op of the network whose stage any op of it belongs to
  Result applyTo(NetworkTypes forward, Network network, UnaryOperator<OpId> anchor) {
    var rewriting = new Rewriting(forward, network, anchor);
    return rewriting.copied.isEmpty() ? new Result(network, Map.of()) : rewriting.result();
  }

  private final class Rewriting {
    private final NetworkTypes types;
    private final Network network;
    private final UnaryOperator<OpId> anchor;
    private final Topology topology;
    private final Set<OpId> forward = new HashSet<>();
    private final Set<OpId> copied = new HashSet<>();
    private final Set<OpId> bounds = new HashSet<>();

    /// Weights, and what is made of nothing else.
    private final Set<String> ofWeights = new HashSet<>();

    /// Behind the names of copies and of what they make; no other name ends so.
    private final String suffix;

    Rewriting(NetworkTypes types, Network network, UnaryOperator<OpId> anchor) {
      this.types = types;
      this.network = network;
      this.anchor = anchor;
      this.topology = Topology.of(network);
      this.suffix = suffix();
      types.network().ops().forEach(op -> forward.add(op.id()));
      addOfWeights();
      addBounds();
      var order = topology.order();
      for (int i = order.length - 1; i >= 0; i--) {
        var op = network.ops().get(order[i]);
        if (!forward.contains(op.id()) || copied.contains(op.id())) {
          for (var value : op.inputs()) {
            var made = copyable(value, op);
            if (made != null) {
              copied.add(made.id());
            }
          }
        }
      }
    }

    private void addOfWeights() {
      ofWeights.addAll(types.network().initializers().keySet());
      for (int index : topology.order()) {
        var op = network.ops().get(index);
        if (!op.dependencies().isEmpty() && ofWeights.containsAll(op.dependencies())) {
          ofWeights.addAll(op.outputs());
        }
      }
    }

    private void addBounds() {
      var byStage = new TreeMap<Integer, List<Op>>();
      for (int index : topology.order()) {
        var op = network.ops().get(index);
        if (forward.contains(op.id()) && how(op) == How.AGAIN_IN_SEGMENTS) {
          byStage.computeIfAbsent(stageOf(op), _ -> new ArrayList<>()).add(op);
        }
      }
      byStage.forEach((of, ops) -> bounds.addAll(Segments.bounds(ops, types, held.applyAsInt(of))));
    }

    private How how(Op op) {
      return again.of(
          anchor.apply(op.id()),
          types.work(op.id()),
          op.inputs().stream().anyMatch(ofWeights::contains));
    }

    private String suffix() {
      var wanted = AGAIN;
      for (int number = 2; isTaken(wanted); number++) {
        wanted = AGAIN + number;
      }
      return wanted;
    }

    private boolean isTaken(String ending) {
      return network.ops().stream()
              .anyMatch(op ->
                  op.name().endsWith(ending)
                      || op.outputs().stream().anyMatch(value -> value.endsWith(ending)))
          || network.inputs().stream().anyMatch(input -> input.name().endsWith(ending))
          || network.initializers().keySet().stream().anyMatch(name -> name.endsWith(ending));
    }

    private int stageOf(Op op) {
      return stage.applyAsInt(anchor.apply(op.id()));
    }

    /// The op of the way forward that makes a value, where its stage may do it again for `reader`.
    private @Nullable Op copyable(String value, Op reader) {
      int producer = topology.producer(value);
      var op = producer < 0 ? null : network.ops().get(producer);
      return op != null
              && forward.contains(op.id())
              && stageOf(op) == stageOf(reader)
              && !bounds.contains(op.id())
              && how(op) != How.KEPT
          ? op
          : null;
    }

    /// First the way forward, then the way back, each copy before the first that reads it.
    Result result() {
      var copies = new HashMap<OpId, OpId>();
      var ops = new ArrayList<Op>();
      var back = new ArrayList<Op>();
      for (int index : topology.order()) {
        var op = network.ops().get(index);
        (forward.contains(op.id()) ? ops : back).add(op);
      }
      for (var op : back) {
        int before = ops.size();
        addCopies(op, copies, ops);
        addRest(List.copyOf(ops.subList(before, ops.size())), copies, ops);
        ops.add(reading(op));
      }
      return new Result(network.withOps(List.copyOf(ops)), copies);
    }

    /// What is read of what is done again, and what that reads of it, unless it is there.
    private void addCopies(Op reader, Map<OpId, OpId> copies, List<Op> ops) {
      var open = new ArrayDeque<Op>();
      open.push(reader);
      while (!open.isEmpty()) {
        var op = open.peek();
        var missing =
            op.inputs().stream()
                .map(value -> copyable(value, op))
                .filter(made -> made != null && !copies.containsKey(made.id()))
                .findFirst()
                .orElse(null);
        if (missing != null) {
          open.push(missing);
          continue;
        }
        open.pop();
        if (!op.id().equals(reader.id()) && !copies.containsKey(op.id())) {
          add(op, copies, ops);
        }
      }
    }

    /// The rest of the segments of ops that were just done again, though nobody reads it:
    /// frameworks do again all that a segment calls, and what is published of full recomputation is
    /// so.
    private void addRest(List<Op> added, Map<OpId, OpId> copies, List<Op> ops) {
      var open = new ArrayDeque<Integer>();
      added.forEach(op -> op.outputs().forEach(value -> addReaders(original(value), open)));
      while (!open.isEmpty()) {
        var op = network.ops().get(open.pop());
        boolean ready =
            op.inputs().stream()
                .map(value -> copyable(value, op))
                .allMatch(made -> made == null || copies.containsKey(made.id()));
        if (ready && isOfSegment(op) && !copies.containsKey(op.id())) {
          add(op, copies, ops);
          if (!bounds.contains(op.id())) {
            op.outputs().forEach(value -> addReaders(value, open));
          }
        }
      }
    }

    private void addReaders(String value, Deque<Integer> open) {
      topology.consumers(value).forEach(open::add);
    }

    private boolean isOfSegment(Op op) {
      return whole && forward.contains(op.id()) && how(op) == How.AGAIN_IN_SEGMENTS;
    }

    private void add(Op op, Map<OpId, OpId> copies, List<Op> ops) {
      var id = new OpId(op.name() + suffix);
      copies.put(op.id(), id);
      ops.add(reading(op).withId(id).withOutputs(op.outputs().stream().map(this::copy).toList()));
    }

    private Op reading(Op op) {
      return op.withInputs(
          op.inputs().stream()
              .map(value -> copyable(value, op) == null ? value : copy(value))
              .toList());
    }

    private String original(String copy) {
      return copy.endsWith(suffix) ? copy.substring(0, copy.length() - suffix.length()) : copy;
    }

    private String copy(String value) {
      return value.isEmpty() ? "" : value + suffix;
    }
  }
}
