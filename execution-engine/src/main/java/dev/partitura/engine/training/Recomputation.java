package dev.partitura.engine.training;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.Work;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Has ops of the way forward done again on the way back, so that what they made need not be kept
/// in between. A stage does again only what it did itself; what another gave it, it keeps.
///
/// @param stage of an op of the network
/// @param again which of them may be done again
public record Recomputation(ToIntFunction<OpId> stage, Choice again) {
  private static final String AGAIN = "/again";

  /// What ends the name of an op that is done again, also of one shard.
  private static final Pattern DONE_AGAIN = Pattern.compile(AGAIN + "\\d*(\\[\\d+])?$");

  /// Whether a step of the way back that is called so does again what was done on the way forward.
  public static boolean isDoneAgain(String name) {
    return DONE_AGAIN.matcher(name).find();
  }

  /// Nothing is done again.
  public static final Recomputation NONE = new Recomputation(_ -> 0, (_, _) -> false);

  /// Whether an op may be done again.
  @FunctionalInterface
  public interface Choice {
    /// @param op of the network
    /// @param work that it would be
    boolean test(OpId op, Work work);
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

    /// Behind the names of copies and of what they make; no other name ends so.
    private final String suffix;

    Rewriting(NetworkTypes types, Network network, UnaryOperator<OpId> anchor) {
      this.types = types;
      this.network = network;
      this.anchor = anchor;
      this.topology = Topology.of(network);
      this.suffix = suffix();
      types.network().ops().forEach(op -> forward.add(op.id()));
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
              && again.test(anchor.apply(op.id()), types.work(op.id()))
          ? op
          : null;
    }

    /// First the way forward, then the copies, then the way back.
    Result result() {
      var copies = new HashMap<OpId, OpId>();
      var ops = new ArrayList<Op>();
      var again = new ArrayList<Op>();
      var back = new ArrayList<Op>();
      for (int index : topology.order()) {
        var op = network.ops().get(index);
        if (!forward.contains(op.id())) {
          back.add(reading(op));
          continue;
        }
        ops.add(op);
        if (copied.contains(op.id())) {
          var id = new OpId(op.name() + suffix);
          copies.put(op.id(), id);
          again.add(
              reading(op).withId(id).withOutputs(op.outputs().stream().map(this::copy).toList()));
        }
      }
      ops.addAll(again);
      ops.addAll(back);
      return new Result(network.withOps(List.copyOf(ops)), copies);
    }

    private Op reading(Op op) {
      return op.withInputs(
          op.inputs().stream()
              .map(value -> copyable(value, op) == null ? value : copy(value))
              .toList());
    }

    private String copy(String value) {
      return value.isEmpty() ? "" : value + suffix;
    }
  }
}
