package dev.partitura.engine.task.lower;

import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.plan.schedule.Precedence;
import dev.partitura.engine.task.EdgeKind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What the order of a schedule means for the tasks of one replica: on every device the tasks of an
/// action wait for those of the action before it, and a micro-batch that takes over a frame of
/// memory waits until the one before it in that frame is done. How many frames a device has follows
/// from how many micro-batches the order has under way there; a device that exchanges values has
/// some to spare, so that it receives while it computes. Pure.
///
/// A stage that feeds another and is fed by it waits in the middle of its action: the next action
/// may begin as soon as that one has begun. The shards of a stage take the same actions in the same
/// order, each on its device.
final class ReplicaOrder {
  private final ReplicaTemplate template;
  private final Precedence precedence;
  private final List<DeviceOrder> orders;
  private final int[] localDevice;
  private final FrameOverlaps overlaps;
  private final List<DeviceFrames> frames = new ArrayList<>();

  /// By device of the cluster.
  private final Map<Integer, NodePairs> takeovers = new HashMap<>();

  private final Map<Kind, NodeSet> nodesOfKind = new HashMap<>();
  private final Map<Handover, NodePairs> handovers = new HashMap<>();

  /// The actions of a kind as far as a device has part in them.
  private record Kind(int device, int kind) {}

  private record Handover(Kind from, Kind to) {}

  /// @param turns of the schedule, found possible
  /// @param spare frames to spare of a device that exchanges values
  /// @param localDevice place in the problem of each device of the cluster, the same for all shards
  ///   of a stage, or -1
  ReplicaOrder(ReplicaTemplate template, ReplicaTurns turns, int spare, int[] localDevice) {
    this.template = template;
    this.localDevice = localDevice;
    var problem = turns.problem();
    precedence = Precedence.of(problem);
    overlaps = new FrameOverlaps(template.storages());
    orders =
        IntStream.range(0, turns.actions().size())
            .mapToObj(
                local -> new DeviceOrder(turns.actions().get(local), turns.turns().get(local)))
            .toList();
    for (int local = 0; local < orders.size(); local++) {
      boolean exchanges = clusterDevices(local).anyMatch(device -> exchanges(template, device));
      frames.add(DeviceFrames.of(orders.get(local), problem.microBatches(), exchanges ? spare : 0));
      for (int device : clusterDevices(local).toArray()) {
        var users = NodeSet.touching(template, device);
        takeovers.put(device, NodePairs.of(users.last(), users.first(), overlaps::kind));
      }
    }
    findNodes();
  }

  /// The devices that take the same actions.
  private IntStream clusterDevices(int local) {
    return IntStream.range(0, localDevice.length).filter(device -> localDevice[device] == local);
  }

  /// Whether a device sends or receives values.
  static boolean exchanges(ReplicaTemplate template, int device) {
    for (int node = 0; node < template.nodeCount(); node++) {
      var of = template.node(node);
      if (of.kind().isCommunication()
          && (of.source() == device || template.device(node) == device)) {
        return true;
      }
    }
    return false;
  }

  private void findNodes() {
    var nodes = new HashMap<Kind, BitSet>();
    for (int node = 0; node < template.nodeCount(); node++) {
      var of = template.node(node);
      if (of.kind().computes()) {
        var kind = new Kind(template.device(node), Precedence.kind(of.stage(), of.phase()));
        nodes.computeIfAbsent(kind, _ -> new BitSet()).set(node);
      }
    }
    nodes.forEach((kind, of) -> nodesOfKind.put(kind, NodeSet.of(template, of)));
  }

  FrameOverlaps overlaps() {
    return overlaps;
  }

  /// Frames of a device of the cluster: none, where the replica does not use it.
  int frames(int device) {
    return localDevice[device] < 0 ? 0 : frames.get(localDevice[device]).count();
  }

  /// Which frame of a device a micro-batch has.
  int frame(int device, int microBatch) {
    return frames.get(localDevice[device]).frame()[microBatch];
  }

  /// Whether every device takes the micro-batches first to last, so that tasks are numbered in the
  /// order of the schedule.
  boolean isAscending() {
    return orders.stream().allMatch(DeviceOrder::isAscending);
  }

  /// Tells all edges between actions, the same each time.
  void visit(MicroBatchLinks links) {
    takeovers.forEach((device, takeover) -> {
      var earlier = frames.get(localDevice[device]).earlier();
      for (int microBatch = 0; microBatch < earlier.length; microBatch++) {
        if (earlier[microBatch] >= 0) {
          links.link(earlier[microBatch], microBatch, takeover);
        }
      }
      visit(device, orders.get(localDevice[device]), earlier, links);
    });
  }

  private void visit(int device, DeviceOrder order, int[] earlier, MicroBatchLinks links) {
    int before = -1;
    for (int place = 0; place < order.size(); place++) {
      if (!hasTasks(device, order.kind(place))) {
        continue;
      }
      if (before >= 0) {
        int from = order.microBatch(before);
        int to = order.microBatch(place);
        boolean together =
            from == to && precedence.isMutual(order.stage(before), order.stage(place));
        boolean implied = from != to && earlier[to] == from;
        // An update is of no micro-batch, whatever its number.
        boolean updates = order.phase(before) == Phase.U || order.phase(place) == Phase.U;
        if (updates || !together && !implied) {
          links.link(from, to, handover(device, order, before, place));
        }
      }
      before = place;
    }
  }

  private NodePairs handover(int device, DeviceOrder order, int before, int place) {
    var from = new Kind(device, order.kind(before));
    var to = new Kind(device, order.kind(place));
    return handovers.computeIfAbsent(
        new Handover(from, to),
        _ -> {
          var done = nodesOf(from);
          return NodePairs.of(
              precedence.isMutual(order.stage(before)) ? lowest(done.first()) : done.last(),
              nodesOf(to).first(),
              (_, _) -> EdgeKind.ORDER);
        });
  }

  /// The devices of the cluster that it uses.
  int[] devices() {
    return IntStream.range(0, localDevice.length).filter(of -> localDevice[of] >= 0).toArray();
  }

  /// What the replica does on a device of the cluster.
  DeviceOrder on(int device) {
    return orders.get(localDevice[device]);
  }

  /// Whether a device has part in actions of a kind.
  boolean hasTasks(int device, int kind) {
    return nodesOfKind.containsKey(new Kind(device, kind));
  }

  NodeSet nodesOf(int device, int kind) {
    return nodesOf(new Kind(device, kind));
  }

  private NodeSet nodesOf(Kind kind) {
    var nodes = nodesOfKind.get(kind);
    if (nodes == null) {
      throw new IllegalStateException("No task belongs to actions of kind " + kind);
    }
    return nodes;
  }

  private static BitSet lowest(BitSet nodes) {
    var one = new BitSet();
    one.set(nodes.nextSetBit(0));
    return one;
  }

  /// Writes for every task of the replica the turn of its action on its device.
  ///
  /// @param replica number of the replica
  void places(int[] places, TaskNumbers numbers, int replica) {
    var nodesOf = new HashMap<Integer, List<Integer>>();
    for (int node = 0; node < template.nodeCount(); node++) {
      var of = template.node(node);
      nodesOf
          .computeIfAbsent(Precedence.kind(of.stage(), of.phase()), _ -> new ArrayList<>())
          .add(node);
    }
    for (var order : orders) {
      for (int place = 0; place < order.size(); place++) {
        for (int node : nodesOf.getOrDefault(order.kind(place), List.of())) {
          places[numbers.task(replica, order.microBatch(place), node)] = order.turn(place);
        }
      }
    }
  }
}
