package dev.partitura.engine.task.lower;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.task.EdgeKind;
import java.util.IdentityHashMap;
import java.util.List;

/// The edges between the tasks of all replicas and micro-batches: those within a micro-batch, those
/// between actions that the schedule orders, and those of messages among replicas. Counted first
/// and then written into arrays of the exact size. Cost O(edges).
final class ExpandedEdges {
  private final List<ReplicaTemplate> templates;
  private final int microBatches;
  private final List<ReplicaOrder> orders;
  private final List<WaysOrder> ways;
  private final ReplicaMessages messages;
  private final TaskNumbers numbers;
  private final TemplateEdges.Packed[] edges;

  ExpandedEdges(
      List<ReplicaTemplate> templates,
      int microBatches,
      List<ReplicaOrder> orders,
      List<WaysOrder> ways,
      ReplicaMessages messages,
      TaskNumbers numbers) {
    this.templates = templates;
    this.microBatches = microBatches;
    this.orders = orders;
    this.ways = ways;
    this.messages = messages;
    this.numbers = numbers;
    edges = new TemplateEdges.Packed[templates.size()];
    for (int replica = 0; replica < edges.length; replica++) {
      var template = templates.get(replica);
      edges[replica] = template.edges().packed(template.nodeCount());
    }
  }

  /// Those of a replica within a micro-batch.
  TemplateEdges.Packed within(int replica) {
    return edges[replica];
  }

  /// How many there are.
  long total() {
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
  void count(int[] into, int[] outOf) {
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
  interface TaskLinks {
    void link(int from, int to, EdgeKind kind);
  }

  /// Tells all edges of messages among replicas.
  void visitMessages(TaskLinks links) {
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
  void fill(int[] next, int[] successor, byte[] kind) {
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
