package dev.partitura.engine.task.lower;

import dev.partitura.engine.plan.collective.AllReduce;
import dev.partitura.engine.plan.collective.Message;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.TaskKind;
import dev.partitura.engine.task.TaskQueue;
import dev.partitura.engine.task.TaskTemplate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The tasks that make what the micro-batches of every replica have summed the same on all
/// replicas, before anything is updated by it: an all-reduce of each sum, message by message. A
/// message that is added is received into memory of its own first. Pure.
final class GradientSums {
  private final List<ReplicaTemplate> templates;
  private final List<TaskQueue> queues;
  private final AllReduce algorithm;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<Ends, Edge> edges = new LinkedHashMap<>();
  private final Map<Place, State> states = new HashMap<>();

  /// One task.
  ///
  /// @param template what it does; its subject is the slot of the sum
  /// @param from replica that sends; the receiver is the template's
  /// @param offset of the chunk in the sum
  /// @param added whether it is received into memory of its own, or added from there
  record Node(TaskTemplate template, int from, long offset, long bytes, boolean added) {}

  /// One task waits for another.
  ///
  /// @param replica of the node of a template at one end; -1 where both ends are nodes of these
  /// @param from node of the template, where `into`, else of these
  /// @param into whether it leads from a template to these
  record Edge(int replica, int from, int to, boolean into, EdgeKind kind) {}

  /// Between two tasks there is one edge, of the kind that was found first.
  private record Ends(int replica, int from, int to, boolean into) {}

  /// A chunk of a sum of a replica, or its received part where the chunk is negative.
  private record Place(int replica, int slot, int chunk) {}

  /// Who wrote a place last, and who has read it since.
  private static final class State {
    int writer = -1;
    final List<Integer> readers = new ArrayList<>();
  }

  private GradientSums(
      List<ReplicaTemplate> templates, List<TaskQueue> queues, AllReduce algorithm) {
    this.templates = templates;
    this.queues = queues;
    this.algorithm = algorithm;
  }

  static GradientSums of(
      List<ReplicaTemplate> templates, List<TaskQueue> queues, AllReduce algorithm) {
    var sums = new GradientSums(templates, queues, algorithm);
    if (templates.size() > 1) {
      for (var storage : templates.getFirst().storages()) {
        if (storage.isSum(templates.getFirst().repeatedCount())) {
          sums.add(storage);
        }
      }
    }
    return sums;
  }

  List<Node> nodes() {
    return nodes;
  }

  Collection<Edge> edges() {
    return edges.values();
  }

  private void add(Storage sum) {
    int members = templates.size();
    int first = nodes.size();
    for (var round : algorithm.rounds(members)) {
      var receptions = new ArrayList<Integer>();
      for (var message : round) {
        receptions.add(send(sum, message));
      }
      for (int i = 0; i < round.size(); i++) {
        if (round.get(i).adds() && receptions.get(i) >= 0) {
          addReceived(sum, round.get(i));
        }
      }
    }
    tie(sum, first);
  }

  private int send(Storage sum, Message message) {
    long each = algorithm.chunkBytes(sum.sizeBytes, templates.size());
    long offset = Math.min(sum.sizeBytes, message.chunk() * each);
    long bytes = Math.min(each, sum.sizeBytes - offset);
    if (bytes == 0) {
      return -1;
    }
    int node = add(TaskKind.TRANSFER, sum, message, offset, bytes);
    reads(node, new Place(message.from(), sum.slot, message.chunk()));
    writes(node, new Place(message.to(), sum.slot, message.adds() ? -1 : message.chunk()));
    return node;
  }

  private void addReceived(Storage sum, Message message) {
    long each = algorithm.chunkBytes(sum.sizeBytes, templates.size());
    long offset = message.chunk() * each;
    long bytes = Math.min(each, sum.sizeBytes - offset);
    int node = add(TaskKind.REDUCTION, sum, message, offset, bytes);
    reads(node, new Place(message.to(), sum.slot, -1));
    writes(node, new Place(message.to(), sum.slot, message.chunk()));
  }

  private int add(TaskKind kind, Storage sum, Message message, long offset, long bytes) {
    int to = device(sum, message.to());
    var template =
        new TaskTemplate(
            kind,
            Phase.U,
            templates.get(message.to()).node(sum.lastNode()).stage(),
            sum.slot,
            TaskQueue.find(queues, to, kind),
            kind == TaskKind.TRANSFER ? device(sum, message.from()) : to,
            message.to(),
            kind == TaskKind.TRANSFER ? bytes : 0);
    nodes.add(new Node(template, message.from(), offset, bytes, message.adds()));
    return nodes.size() - 1;
  }

  private int device(Storage sum, int replica) {
    return templates.get(replica).homeDevice(sum.slot);
  }

  private void reads(int node, Place place) {
    var state = states.computeIfAbsent(place, _ -> new State());
    inner(state.writer, node, EdgeKind.RAW);
    state.readers.add(node);
  }

  private void writes(int node, Place place) {
    var state = states.computeIfAbsent(place, _ -> new State());
    inner(state.writer, node, EdgeKind.WAW);
    state.readers.forEach(reader -> inner(reader, node, EdgeKind.WAR));
    state.readers.clear();
    state.writer = node;
  }

  private void inner(int from, int to, EdgeKind kind) {
    if (from >= 0 && from != to) {
      add(new Edge(-1, from, to, false, kind));
    }
  }

  /// Behind the sums of all micro-batches, and before the updates that read them.
  private void tie(Storage sum, int first) {
    for (int replica = 0; replica < templates.size(); replica++) {
      var template = templates.get(replica);
      var own = template.find(device(sum, replica), sum.slot);
      for (int access = 0; own != null && access < own.accessCount(); access++) {
        int node = own.node(access);
        for (int at = first; at < nodes.size(); at++) {
          if (!touches(nodes.get(at), replica)) {
            continue;
          }
          if (node < template.repeatedCount() && own.writes(access)) {
            add(new Edge(replica, node, at, true, EdgeKind.RAW));
          } else if (node >= template.repeatedCount()) {
            add(new Edge(replica, at, node, false, EdgeKind.RAW));
          }
        }
      }
    }
  }

  private void add(Edge edge) {
    edges.putIfAbsent(new Ends(edge.replica(), edge.from(), edge.to(), edge.into()), edge);
  }

  /// Whether a task reads or writes the sum of a replica.
  private static boolean touches(Node node, int replica) {
    return node.from() == replica || node.template().replica() == replica;
  }
}
