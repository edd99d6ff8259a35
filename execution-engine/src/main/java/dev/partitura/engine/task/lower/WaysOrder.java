package dev.partitura.engine.task.lower;

import dev.partitura.engine.task.EdgeKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The order of two replicas that take the same devices in opposite directions: where a device
/// turns from one to the other, the tasks of the next action wait for those of the one before.
/// Pure.
final class WaysOrder {
  private final int[] devices;
  private final int first;
  private final List<ReplicaOrder> ways;
  private final Map<Handover, NodePairs> handovers = new HashMap<>();

  /// An action of one of them on a device.
  ///
  /// @param way which of the two
  private record Turn(int way, int place, int turn) {}

  private record Handover(int device, int way, int from, int to) {}

  /// Hears the edges that lead from an action of a replica to one of another.
  interface Links {
    void link(int fromReplica, int from, int toReplica, int to, NodePairs pairs);
  }

  /// @param first number of the first replica
  /// @param ways its order, and that of the one behind it
  WaysOrder(int first, List<ReplicaOrder> ways) {
    this.devices = ways.getFirst().devices();
    this.first = first;
    this.ways = List.copyOf(ways);
  }

  /// Tells all edges, the same each time.
  void visit(Links links) {
    for (int device : devices) {
      Turn before = null;
      for (var turn : turns(device)) {
        if (before != null && before.way() != turn.way()) {
          var from = ways.get(before.way()).on(device);
          var to = ways.get(turn.way()).on(device);
          links.link(
              first + before.way(),
              from.microBatch(before.place()),
              first + turn.way(),
              to.microBatch(turn.place()),
              handover(
                  new Handover(
                      device, before.way(), from.kind(before.place()), to.kind(turn.place()))));
        }
        before = turn;
      }
    }
  }

  /// The actions of both that have tasks on a device, in their order.
  private List<Turn> turns(int device) {
    var turns = new ArrayList<Turn>();
    for (int way = 0; way < ways.size(); way++) {
      int of = way;
      var order = ways.get(way).on(device);
      IntStream.range(0, order.size())
          .filter(place -> ways.get(of).hasTasks(device, order.kind(place)))
          .forEach(place -> turns.add(new Turn(of, place, order.turn(place))));
    }
    turns.sort(Comparator.comparingInt(Turn::turn));
    return turns;
  }

  private NodePairs handover(Handover of) {
    return handovers.computeIfAbsent(
        of,
        _ ->
            NodePairs.of(
                ways.get(of.way()).nodesOf(of.device(), of.from()).last(),
                ways.get(1 - of.way()).nodesOf(of.device(), of.to()).first(),
                (_, _) -> EdgeKind.ORDER));
  }
}
