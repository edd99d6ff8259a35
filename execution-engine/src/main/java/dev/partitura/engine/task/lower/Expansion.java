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
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Copies the templates of all replicas for every micro-batch into one task graph: counts first and
/// then fills arrays of the exact size, so that ten million tasks take about a second and no memory
/// but their own. Tasks are numbered as [TaskNumbers] says, and ranked by the schedule;
/// [ExpandedEdges] joins them.
final class Expansion {
  private static final long MOST_TASKS = 20_000_000;
  private static final long MOST_EDGES = 100_000_000;

  private final List<ReplicaTemplate> templates;
  private final List<TaskQueue> queues;
  private final int microBatches;
  private final List<ReplicaOrder> orders;
  private final ReplicaMessages messages;
  private final List<FramePlan.Sizes> memory;
  private final TaskNumbers numbers;
  private final ExpandedEdges edges;

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
    this.messages = messages;
    this.memory = memory;
    numbers = new TaskNumbers(templates, microBatches, messages);
    edges = new ExpandedEdges(templates, microBatches, orders, ways, messages, numbers);
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
    require(edges.total(), MOST_EDGES, Phrase.of("words.dependences"));
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
    edges.count(predecessors, next);
    for (int task = 0, at = 0; task <= tasks; task++) {
      int own = next[task];
      next[task] = at;
      at += own;
    }
    var successor = new int[next[tasks]];
    var kind = new byte[next[tasks]];
    edges.fill(next, successor, kind);
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
    for (int replica = 0; replica < templates.size(); replica++) {
      replicas.add(
          new LoweredReasons.Replica(
              edges.within(replica), orders.get(replica).overlaps(), memory.get(replica)));
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
    for (int replica = 0; replica < templates.size(); replica++) {
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
    edges.visitMessages((from, to, _) -> {
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
    for (int replica = 0; replica < templates.size(); replica++) {
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
}
