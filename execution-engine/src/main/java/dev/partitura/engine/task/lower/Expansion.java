package dev.partitura.engine.task.lower;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
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
/// but their own. Tasks are numbered by micro-batch, replica and node, and ranked by the schedule.
final class Expansion {
  private static final long MOST_TASKS = 20_000_000;
  private static final long MOST_EDGES = 100_000_000;

  private final List<ReplicaTemplate> templates;
  private final List<TaskQueue> queues;
  private final int microBatches;
  private final List<ReplicaOrder> orders;
  private final long[][] frameBytes;
  private final TemplateEdges.Packed[] edges;

  /// Where the nodes of each replica begin among those of all; the last is their count.
  private final int[] offset;

  Expansion(
      List<ReplicaTemplate> templates,
      List<TaskQueue> queues,
      int microBatches,
      List<ReplicaOrder> orders,
      long[][] frameBytes) {
    this.templates = templates;
    this.queues = queues;
    this.microBatches = microBatches;
    this.orders = orders;
    this.frameBytes = frameBytes;
    edges = new TemplateEdges.Packed[templates.size()];
    offset = new int[templates.size() + 1];
    for (int replica = 0; replica < edges.length; replica++) {
      var template = templates.get(replica);
      edges[replica] = template.edges().packed(template.nodeCount());
      offset[replica + 1] = Math.addExact(offset[replica], template.nodeCount());
    }
  }

  /// @throws ProblemException when they make more tasks than can be kept
  static void requireTasks(List<ReplicaTemplate> templates, int microBatches) {
    long nodes = templates.stream().mapToLong(ReplicaTemplate::nodeCount).sum();
    require(nodes * microBatches, MOST_TASKS, Phrase.of("words.tasks"));
  }

  /// The graph, which is not acyclic when the orders have too few frames.
  ///
  /// @throws ProblemException when there are more edges than can be kept
  TaskGraph expand() {
    require(edgeCount(), MOST_EDGES, Phrase.of("words.dependences"));
    int tasks = nodes() * microBatches;
    var template = new int[tasks];
    var microBatch = new int[tasks];
    for (int task = 0; task < tasks; task += nodes()) {
      Checkpoint.pass();
      Arrays.fill(microBatch, task, task + nodes(), task / nodes());
      for (int node = 0; node < nodes(); node++) {
        template[task + node] = node;
      }
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
              offset[replica],
              edges[replica],
              orders.get(replica).overlaps(),
              frameBytes[replica]));
    }
    return new LoweredReasons(templates.getFirst().program().slots(), replicas);
  }

  /// The rank of each task in the order of the schedule, or null when that is its number.
  private int @Nullable [] rank() {
    if (orders.stream().allMatch(ReplicaOrder::isAscending)) {
      return null;
    }
    var place = new int[nodes() * microBatches];
    for (int replica = 0; replica < edges.length; replica++) {
      orders.get(replica).places(place, offset[replica], nodes());
    }
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

  private int nodes() {
    return offset[offset.length - 1];
  }

  private TaskTemplate[] nodesOfAll() {
    var all = new TaskTemplate[nodes()];
    for (int replica = 0; replica < edges.length; replica++) {
      for (int node = 0; node < templates.get(replica).nodeCount(); node++) {
        all[offset[replica] + node] = templates.get(replica).node(node);
      }
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
    for (var packed : edges) {
      count[0] += (long) packed.to().length * microBatches;
    }
    orders.forEach(order -> order.visit((_, _, pairs) -> count[0] += pairs.count()));
    return count[0];
  }

  private int first(int replica, int microBatchOf) {
    return microBatchOf * nodes() + offset[replica];
  }

  /// Counts the edges into and out of every task.
  private void count(int[] into, int[] outOf) {
    for (int of = 0; of < microBatches; of++) {
      Checkpoint.pass();
      for (int replica = 0; replica < edges.length; replica++) {
        var packed = edges[replica];
        int first = first(replica, of);
        System.arraycopy(packed.count(), 0, into, first, packed.count().length);
        for (int node = 0; node < packed.count().length; node++) {
          outOf[first + node] = packed.first()[node + 1] - packed.first()[node];
        }
      }
    }
    for (int replica = 0; replica < edges.length; replica++) {
      int of = replica;
      orders
          .get(replica)
          .visit((from, to, pairs) -> {
            int earlier = first(of, from);
            int later = first(of, to);
            for (int node : pairs.from()) {
              outOf[earlier + node] += pairs.to().length;
            }
            for (int node : pairs.to()) {
              into[later + node] += pairs.from().length;
            }
          });
    }
  }

  /// Writes every edge; moves `next` of each task behind its last one.
  private void fill(int[] next, int[] successor, byte[] kind) {
    for (int of = 0; of < microBatches; of++) {
      Checkpoint.pass();
      for (int replica = 0; replica < edges.length; replica++) {
        var packed = edges[replica];
        int first = first(replica, of);
        for (int node = 0; node < packed.count().length; node++) {
          int place = next[first + node];
          for (int edge = packed.first()[node]; edge < packed.first()[node + 1]; edge++) {
            successor[place] = first + packed.to()[edge];
            kind[place++] = packed.kind()[edge];
          }
          next[first + node] = place;
        }
      }
    }
    var kindsOf = new IdentityHashMap<NodePairs, byte[]>();
    for (int replica = 0; replica < edges.length; replica++) {
      int of = replica;
      orders
          .get(replica)
          .visit((from, to, pairs) -> {
            int earlier = first(of, from);
            int later = first(of, to);
            var kinds = kindsOf.computeIfAbsent(pairs, NodePairs::kindOrdinals);
            int pair = 0;
            for (int node : pairs.from()) {
              for (int waiting : pairs.to()) {
                int place = next[earlier + node]++;
                successor[place] = later + waiting;
                kind[place] = kinds[pair++];
              }
            }
          });
    }
  }
}
