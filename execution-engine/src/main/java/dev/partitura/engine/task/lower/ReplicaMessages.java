package dev.partitura.engine.task.lower;

import dev.partitura.engine.operator.CollectiveKind;
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
import org.jspecify.annotations.Nullable;

/// The tasks by which replicas exchange values, message by message. What is added is received into
/// memory of its own first, one piece on each device, which its messages take in turn: those of one
/// action one after another, and actions of the device as the schedule says. Pure.
final class ReplicaMessages {
  private final List<ReplicaTemplate> templates;
  private final List<TaskQueue> queues;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<Ends, Edge> edges = new LinkedHashMap<>();
  private final Map<Place, State> states = new HashMap<>();
  private int repeated;

  /// A part of a value.
  record Part(int slot, long offset, long bytes) {}

  /// One task.
  ///
  /// @param template what it does; its subject is the slot of the first value
  /// @param from replica that sends; the receiver is the template's
  /// @param added whether it is received into memory of its own, or added from there
  /// @param factor of the sum
  /// @param whole which collective it is, where a library does it whole
  record Node(
      TaskTemplate template,
      int from,
      List<Part> parts,
      boolean added,
      double factor,
      @Nullable CollectiveKind whole) {}

  /// One task waits for another.
  ///
  /// @param replica of the node of a template at one end; -1 where both ends are nodes of these
  /// @param from node of the template, where `into`, else of these
  /// @param into whether it leads from a template to these
  record Edge(int replica, int from, int to, boolean into, EdgeKind kind) {}

  /// Between two tasks there is one edge, of the kind that was found first.
  private record Ends(int replica, int from, int to, boolean into) {}

  /// A chunk of an exchange in a replica, or what a device of it receives, of no exchange.
  ///
  /// @param action kind of action that receives; -1 for what is done once, and of a chunk
  private record Place(int replica, int exchange, int chunk, int action) {
    Place(int replica, int exchange, int chunk) {
      this(replica, exchange, chunk, -1);
    }
  }

  /// Who wrote a place last, and who has read it since.
  private static final class State {
    int writer = -1;
    final List<Integer> readers = new ArrayList<>();
  }

  private ReplicaMessages(List<ReplicaTemplate> templates, List<TaskQueue> queues) {
    this.templates = templates;
    this.queues = queues;
  }

  /// @param exchanges those that every micro-batch does before the others
  static ReplicaMessages of(
      List<ReplicaTemplate> templates, List<TaskQueue> queues, List<Exchange> exchanges) {
    var messages = new ReplicaMessages(templates, queues);
    for (int exchange = 0; exchange < exchanges.size(); exchange++) {
      messages.new Expanding(exchange, exchanges.get(exchange)).run();
    }
    return messages;
  }

  List<Node> nodes() {
    return nodes;
  }

  /// How many of the nodes, the first ones, every micro-batch repeats.
  int repeatedCount() {
    return repeated;
  }

  Collection<Edge> edges() {
    return edges.values();
  }

  private final class Expanding {
    private final int number;
    private final Exchange exchange;
    private final Map<Place, Integer> summed = new HashMap<>();
    private final int first = nodes.size();

    Expanding(int number, Exchange exchange) {
      this.number = number;
      this.exchange = exchange;
    }

    void run() {
      if (exchange.whole() != null) {
        exchangeWhole(exchange.whole());
      }
      for (var round : exchange.rounds()) {
        var sent = round.stream().filter(this::send).toList();
        var terms = sent.stream().map(message -> terms(message.from(), message.chunk())).toList();
        for (int i = 0; i < terms.size(); i++) {
          if (sent.get(i).adds()) {
            addReceived(sent.get(i), terms.get(i));
          }
        }
      }
      if (exchange.repeated()) {
        repeated = nodes.size();
      }
      tie();
    }

    /// A task of each replica, which waits for what all of them bring.
    private void exchangeWhole(CollectiveKind kind) {
      var parts = new ArrayList<Part>();
      for (int slot : exchange.slots()) {
        parts.add(new Part(slot, 0, templates.getFirst().program().slots().get(slot).sizeBytes()));
      }
      for (int replica = 0; replica < templates.size(); replica++) {
        int device = device(replica);
        var template =
            new TaskTemplate(
                TaskKind.COLLECTIVE,
                phase(),
                templates.get(replica).node(exchange.gates().get(replica).getLast()).stage(),
                exchange.slots().getFirst(),
                TaskQueue.find(queues, device, TaskKind.COLLECTIVE, device),
                device,
                replica,
                parts.stream().mapToLong(Part::bytes).sum());
        nodes.add(new Node(template, replica, parts, false, 1, kind));
      }
    }

    private boolean send(Message message) {
      int node = add(TaskKind.TRANSFER, message, 1);
      if (node >= 0) {
        reads(node, new Place(message.from(), number, message.chunk()));
        writes(
            node,
            message.adds() ? received(message) : new Place(message.to(), number, message.chunk()));
      }
      return node >= 0;
    }

    /// Actions of a device wait for one another anyhow. A message that waited for one of another
    /// action would say which comes first, and the schedule may want it otherwise.
    private Place received(Message message) {
      int last = exchange.gates().get(message.to()).getLast();
      int action =
          exchange.repeated() ? ActionReach.kind(templates.get(message.to()).node(last)) : -1;
      return new Place(message.to(), -1, device(message.to()), action);
    }

    /// How many replicas' values are in what a member has.
    private int terms(int member, int chunk) {
      return summed.getOrDefault(new Place(member, number, chunk), 1);
    }

    private void addReceived(Message message, int more) {
      var place = new Place(message.to(), number, message.chunk());
      int terms = terms(message.to(), message.chunk()) + more;
      summed.put(place, terms);
      boolean done = exchange.mean() && terms == templates.size();
      int node = add(TaskKind.REDUCTION, message, done ? 1.0 / templates.size() : 1);
      reads(node, received(message));
      writes(node, place);
    }

    private int add(TaskKind kind, Message message, double factor) {
      var parts = parts(message.chunk());
      if (parts.isEmpty()) {
        return -1;
      }
      boolean moves = kind.moves();
      int to = device(message.to());
      var template =
          new TaskTemplate(
              kind,
              phase(),
              templates
                  .get(message.to())
                  .node(exchange.gates().get(message.to()).getLast())
                  .stage(),
              exchange.slots().getFirst(),
              TaskQueue.find(queues, to, kind, moves ? device(message.from()) : to),
              moves ? device(message.from()) : to,
              message.to(),
              moves ? parts.stream().mapToLong(Part::bytes).sum() : 0);
      nodes.add(new Node(template, message.from(), parts, message.adds(), factor, null));
      return nodes.size() - 1;
    }

    /// What stands in an action of its own kind is of its phase, and the rest of the update.
    private Phase phase() {
      var gates = exchange.gates().getFirst();
      return exchange.repeated() ? templates.getFirst().node(gates.getLast()).phase() : Phase.U;
    }

    private List<Part> parts(int chunk) {
      var parts = new ArrayList<Part>();
      for (int value = 0; value < exchange.slots().size(); value++) {
        int slot = exchange.slots().get(value);
        long size = templates.getFirst().program().slots().get(slot).sizeBytes();
        long offset = chunk * exchange.eachBytes().get(value);
        long bytes = Math.min(exchange.eachBytes().get(value), size - offset);
        if (bytes > 0) {
          parts.add(new Part(slot, offset, bytes));
        }
      }
      return parts;
    }

    private int device(int replica) {
      return templates.get(replica).homeDevice(exchange.slots().getFirst());
    }

    private void tie() {
      for (int node = first; node < nodes.size(); node++) {
        if (nodes.get(node).whole() != null) {
          tieWhole(node, nodes.get(node).template().replica());
          continue;
        }
        int from = nodes.get(node).from();
        int to = nodes.get(node).template().replica();
        tie(node, from);
        if (from != to) {
          tie(node, to);
        }
      }
    }

    private void tieWhole(int node, int own) {
      for (int replica = 0; replica < templates.size(); replica++) {
        gate(node, replica);
      }
      release(node, own);
    }

    private void tie(int node, int replica) {
      gate(node, replica);
      release(node, replica);
    }

    private void gate(int node, int replica) {
      for (int gate : exchange.gates().get(replica)) {
        ReplicaMessages.this.add(new Edge(replica, gate, node, true, EdgeKind.RAW));
      }
    }

    private void release(int node, int replica) {
      for (int next : exchange.behind().get(replica)) {
        ReplicaMessages.this.add(new Edge(replica, node, next, false, EdgeKind.RAW));
      }
    }
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

  /// What every micro-batch repeats is done before what is done once begins.
  private void inner(int from, int to, EdgeKind kind) {
    if (from >= 0 && from != to) {
      add(new Edge(-1, from, to, false, kind));
    }
  }

  private void add(Edge edge) {
    edges.putIfAbsent(new Ends(edge.replica(), edge.from(), edge.to(), edge.into()), edge);
  }
}
