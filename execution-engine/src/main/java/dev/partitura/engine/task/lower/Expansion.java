package dev.partitura.engine.task.lower;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.EdgeReasons;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.task.TaskQueue;
import dev.partitura.engine.task.TaskTemplate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Copies the templates of all replicas for every micro-batch into one task graph: counts first and
/// then fills arrays of the exact size, so that ten million tasks take about a second and no memory
/// but their own. Tasks are numbered as [TaskNumbers] says, and ranked by the schedule.
final class Expansion {
  private static final long MOST_TASKS = 20_000_000;
  private static final long MOST_EDGES = 100_000_000;

  private final List<ReplicaTemplate> templates;
  private final List<TaskQueue> queues;
  private final int microBatches;
  private final List<ReplicaOrder> orders;
  private final List<WaysOrder> ways;
  private final ReplicaMessages messages;
  private final List<FramePlan.Sizes> memory;
  private final TemplateEdges.Packed[] edges;

  private final TaskNumbers numbers;

  Expansion(
      List<ReplicaTemplate> templates,
      List<TaskQueue> queues,
      int microBatches,
      List<ReplicaOrder> orders,
      List<WaysOrder> ways,
      ReplicaMessages messages,
      List<FramePlan.Sizes> memory) {
    this.templates = templates;
    this.queues = queues;
    this.microBatches = microBatches;
    this.orders = orders;
    this.ways = ways;
    this.messages = messages;
    this.memory = memory;
    edges = new TemplateEdges.Packed[templates.size()];
    numbers = new TaskNumbers(templates, microBatches, messages);
    for (int replica = 0; replica < edges.length; replica++) {
      var template = templates.get(replica);
      edges[replica] = template.edges().packed(template.nodeCount());
    }
  }

  /// @throws ProblemException when they make more tasks than can be kept
  static void requireTasks(List<ReplicaTemplate> templates, int microBatches) {
    long repeated = templates.stream().mapToLong(ReplicaTemplate::repeatedCount).sum();
    long nodes = templates.stream().mapToLong(ReplicaTemplate::nodeCount).sum();
    require(repeated * microBatches + nodes - repeated, MOST_TASKS, Phrase.of("words.tasks"));
  }

  /// The graph, which is not acyclic when the orders have too few frames.
  ///
  /// @throws ProblemException when there are more edges than can be kept
  TaskGraph expand() {
    long sent = (long) messages.repeatedCount() * microBatches + messages.nodes().size();
    require(sent, MOST_TASKS, Phrase.of("words.tasks"));
    require(edgeCount(), MOST_EDGES, Phrase.of("words.dependences"));
    int tasks = numbers.tasks();
    int stride = numbers.stride();
    int once = stride * microBatches;
    var template = new int[tasks];
    var microBatch = new int[tasks];
    for (int task = 0; task < once; task += stride) {
      Checkpoint.pass();
      Arrays.fill(microBatch, task, task + stride, task / stride);
      for (int node = 0; node < stride; node++) {
        template[task + node] = node;
      }
    }
    for (int task = once; task < tasks; task++) {
      template[task] = stride + task - once;
    }
    var predecessors = new int[tasks];
    var next = new int[tasks + 1];
    count(predecessors, next);
    for (int task = 0, at = 0; task <= tasks; task++) {
      int own = next[task];
      next[task] = at;
      at += own;
    }
    var successor = new int[next[tasks]];
    var kind = new byte[next[tasks]];
    fill(next, successor, kind);
    System.arraycopy(next, 0, next, 1, tasks);
    next[0] = 0;
    return new TaskGraph(
        queues,
        nodesOfAll(),
        template,
        microBatch,
        rank(),
        predecessors,
        next,
        successor,
        kind,
        reasons());
  }

  private EdgeReasons reasons() {
    var replicas = new ArrayList<LoweredReasons.Replica>();
    for (int replica = 0; replica < edges.length; replica++) {
      replicas.add(
          new LoweredReasons.Replica(
              edges[replica], orders.get(replica).overlaps(), memory.get(replica)));
    }
    return new LoweredReasons(templates.getFirst().program().slots(), numbers, replicas);
  }

  /// The rank of each task in the order of the schedule, or null when that is its number.
  private int @Nullable [] rank() {
    boolean ascending = orders.stream().allMatch(ReplicaOrder::isAscending);
    if (ascending && messages.nodes().isEmpty()) {
      return null;
    }
    var place = new int[numbers.tasks()];
    for (int replica = 0; replica < edges.length; replica++) {
      orders.get(replica).places(place, numbers, replica);
    }
    rankMessages(place);
    var next = new int[Arrays.stream(place).max().orElse(0) + 2];
    for (int at : place) {
      next[at + 1]++;
    }
    Arrays.parallelPrefix(next, Integer::sum);
    for (int task = 0; task < place.length; task++) {
      place[task] = next[place[task]]++;
    }
    return place;
  }

  /// A message goes before the rest of the action that made it ready: others wait for it.
  private void rankMessages(int[] place) {
    for (int task = 0; task < place.length; task++) {
      place[task] = 2 * place[task] + 1;
    }
    for (int message = 0; message < messages.nodes().size(); message++) {
      for (int batch = 0; batch < microBatches; batch++) {
        place[numbers.sharedTask(message, batch)] = 0;
      }
    }
    visitMessages((from, to, _) -> {
      if (isMessage(to) && !isMessage(from)) {
        place[to] = Math.max(place[to], place[from] - 1);
      }
    });
  }

  private boolean isMessage(int task) {
    int stride = numbers.stride();
    return numbers.isShared(
        task < stride * microBatches ? task % stride : stride + task - stride * microBatches);
  }

  private TaskTemplate[] nodesOfAll() {
    var all = new TaskTemplate[numbers.templates()];
    for (int replica = 0; replica < edges.length; replica++) {
      for (int node = 0; node < templates.get(replica).nodeCount(); node++) {
        all[numbers.template(replica, node)] = templates.get(replica).node(node);
      }
    }
    for (int node = 0; node < messages.nodes().size(); node++) {
      all[numbers.sharedTemplate(node)] = messages.nodes().get(node).template();
    }
    return all;
  }

  static void require(long count, long most, Phrase what) {
    if (count > most) {
      throw ProblemException.of("plan.tasks.many", "", count, what, most);
    }
  }

  private long edgeCount() {
    var count = new long[1];
    for (int replica = 0; replica < edges.length; replica++) {
      var packed = edges[replica];
      long repeated = packed.first()[templates.get(replica).repeatedCount()];
      count[0] += repeated * microBatches + packed.to().length - repeated;
    }
    visitOrders((_, _, _, _, pairs) -> count[0] += pairs.count());
    visitMessages((_, _, _) -> count[0]++);
    return count[0];
  }

  /// Counts the edges into and out of every task.
  private void count(int[] into, int[] outOf) {
    for (int replica = 0; replica < edges.length; replica++) {
      var packed = edges[replica];
      int repeated = templates.get(replica).repeatedCount();
      for (int microBatch = 0; microBatch < microBatches; microBatch++) {
        Checkpoint.pass();
        int first = numbers.task(replica, microBatch, 0);
        System.arraycopy(packed.count(), 0, into, first, repeated);
        for (int node = 0; node < repeated; node++) {
          outOf[first + node] = packed.first()[node + 1] - packed.first()[node];
        }
      }
      for (int node = repeated; node < packed.count().length; node++) {
        outOf[numbers.task(replica, 0, node)] = packed.first()[node + 1] - packed.first()[node];
      }
      for (int node = 0; node < packed.count().length; node++) {
        for (int edge = packed.first()[node]; edge < packed.first()[node + 1]; edge++) {
          int to = packed.to()[edge];
          if (to >= repeated) {
            into[numbers.task(replica, 0, to)] += node < repeated ? microBatches : 1;
          }
        }
      }
    }
    visitOrders((fromReplica, from, toReplica, to, pairs) -> {
      for (int node : pairs.from()) {
        outOf[numbers.task(fromReplica, from, node)] += pairs.to().length;
      }
      for (int node : pairs.to()) {
        into[numbers.task(toReplica, to, node)] += pairs.from().length;
      }
    });
    visitMessages((from, to, _) -> {
      outOf[from]++;
      into[to]++;
    });
  }

  /// Tells all edges between actions.
  private void visitOrders(WaysOrder.Links links) {
    for (int replica = 0; replica < orders.size(); replica++) {
      int own = replica;
      orders.get(replica).visit((from, to, pairs) -> links.link(own, from, own, to, pairs));
    }
    ways.forEach(pair -> pair.visit(links));
  }

  /// Hears of an edge from task to task.
  private interface TaskLinks {
    void link(int from, int to, EdgeKind kind);
  }

  private void visitMessages(TaskLinks links) {
    for (var edge : messages.edges()) {
      int replica = edge.replica();
      int times = isRepeated(edge) ? microBatches : 1;
      for (int batch = 0; batch < times; batch++) {
        if (replica < 0) {
          links.link(
              numbers.sharedTask(edge.from(), batch),
              numbers.sharedTask(edge.to(), batch),
              edge.kind());
        } else if (edge.into()) {
          links.link(
              numbers.task(replica, batch, edge.from()),
              numbers.sharedTask(edge.to(), batch),
              edge.kind());
        } else {
          links.link(
              numbers.sharedTask(edge.from(), batch),
              numbers.task(replica, batch, edge.to()),
              edge.kind());
        }
      }
    }
  }

  /// Whether one of its ends is repeated by every micro-batch.
  private boolean isRepeated(ReplicaMessages.Edge edge) {
    int replica = edge.replica();
    if (replica < 0) {
      return numbers.isRepeated(edge.from()) || numbers.isRepeated(edge.to());
    }
    int repeated = templates.get(replica).repeatedCount();
    return numbers.isRepeated(edge.into() ? edge.to() : edge.from())
        || (edge.into() ? edge.from() : edge.to()) < repeated;
  }

  /// Writes every edge; moves `next` of each task behind its last one.
  private void fill(int[] next, int[] successor, byte[] kind) {
    for (int replica = 0; replica < edges.length; replica++) {
      int repeated = templates.get(replica).repeatedCount();
      for (int microBatch = 0; microBatch < microBatches; microBatch++) {
        Checkpoint.pass();
        fill(replica, microBatch, 0, repeated, next, successor, kind);
      }
      fill(replica, 0, repeated, edges[replica].count().length, next, successor, kind);
    }
    var kindsOf = new IdentityHashMap<NodePairs, byte[]>();
    visitOrders((fromReplica, from, toReplica, to, pairs) -> {
      var kinds = kindsOf.computeIfAbsent(pairs, NodePairs::kindOrdinals);
      int pair = 0;
      for (int node : pairs.from()) {
        int earlier = numbers.task(fromReplica, from, node);
        for (int waiting : pairs.to()) {
          int place = next[earlier]++;
          successor[place] = numbers.task(toReplica, to, waiting);
          kind[place] = kinds[pair++];
        }
      }
    });
    visitMessages((from, to, why) -> {
      int place = next[from]++;
      successor[place] = to;
      kind[place] = (byte) why.ordinal();
    });
  }

  /// The edges that leave some nodes of a micro-batch.
  private void fill(
      int replica,
      int microBatch,
      int fromNode,
      int toNode,
      int[] next,
      int[] successor,
      byte[] kind) {
    var packed = edges[replica];
    int repeated = templates.get(replica).repeatedCount();
    int first = numbers.task(replica, microBatch, 0);
    for (int node = fromNode; node < toNode; node++) {
      int task = node < repeated ? first + node : numbers.task(replica, 0, node);
      int place = next[task];
      for (int edge = packed.first()[node]; edge < packed.first()[node + 1]; edge++) {
        int to = packed.to()[edge];
        successor[place] = to < repeated ? first + to : numbers.task(replica, 0, to);
        kind[place++] = packed.kind()[edge];
      }
      next[task] = place;
    }
  }
}
