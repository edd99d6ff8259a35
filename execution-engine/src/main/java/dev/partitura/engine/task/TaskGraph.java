package dev.partitura.engine.task;

import dev.partitura.engine.plan.schedule.Phase;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The lowered program: which task runs on which queue and waits for which others. A task is a
/// [TaskTemplate] and a micro-batch; columns of primitives, one row per task, so that ten million
/// are walked without an object each: 16 bytes a task and 5 an edge. Immutable; acyclic where
/// lowering made it. Any thread.
///
/// Devices are numbered as in the cluster's list; steps and slots as in the backend's program.
public final class TaskGraph {
  private static final EdgeKind[] EDGE_KINDS = EdgeKind.values();

  private final List<TaskQueue> queues;
  private final TaskTemplate[] templates;
  private final int[] template;
  private final int[] microBatch;
  private final int @Nullable [] rank;
  private final int[] predecessorCount;
  private final int[] successorOffset;
  private final int[] successor;
  private final byte[] edgeKind;
  private final EdgeReasons reasons;

  /// Takes the arrays over; do not write to them afterwards.
  ///
  /// @param templates by number
  /// @param template number of each task's template
  /// @param rank a permutation of the tasks: of several that are ready a queue takes the lowest;
  ///   null where the number of a task is its rank
  /// @param predecessorCount how many edges lead to each task
  /// @param successorOffset where the edges that leave each task begin; one more than there are
  ///   tasks
  /// @param successor where each edge leads
  /// @param edgeKind ordinal of each edge's [EdgeKind]
  /// @param reasons what is behind the edges
  public TaskGraph(
      List<TaskQueue> queues,
      TaskTemplate[] templates,
      int[] template,
      int[] microBatch,
      int @Nullable [] rank,
      int[] predecessorCount,
      int[] successorOffset,
      int[] successor,
      byte[] edgeKind,
      EdgeReasons reasons) {
    this.queues = List.copyOf(queues);
    this.templates = templates;
    this.template = template;
    this.microBatch = microBatch;
    this.rank = rank;
    this.predecessorCount = predecessorCount;
    this.successorOffset = successorOffset;
    this.successor = successor;
    this.edgeKind = edgeKind;
    this.reasons = reasons;
  }

  /// Whether no task waits for itself. Cost O(edges), and where edges lead to lower numbers O(tasks
  /// + edges) once more.
  public boolean isAcyclic() {
    return isNumberedInOrder() || topologicalOrder().length == template.length;
  }

  private boolean isNumberedInOrder() {
    for (int task = 0; task < template.length; task++) {
      for (int edge = successorOffset[task]; edge < successorOffset[task + 1]; edge++) {
        if (successor[edge] <= task) {
          return false;
        }
      }
    }
    return true;
  }

  public int taskCount() {
    return template.length;
  }

  /// Bytes of its columns, which grow with tasks and edges; templates and queues do not count.
  public long sizeBytes() {
    long ints =
        (long) template.length
            + microBatch.length
            + (rank == null ? 0 : rank.length)
            + predecessorCount.length
            + successorOffset.length
            + successor.length;
    return ints * Integer.BYTES + edgeKind.length;
  }

  public List<TaskQueue> queues() {
    return queues;
  }

  public TaskTemplate template(int task) {
    return templates[template[task]];
  }

  /// Templates are numbered from 0 up to this.
  public int templateCount() {
    return templates.length;
  }

  public TaskTemplate templateOf(int number) {
    return templates[number];
  }

  /// Tasks of one number do the same for different micro-batches.
  public int templateNumber(int task) {
    return template[task];
  }

  public TaskKind kind(int task) {
    return template(task).kind();
  }

  public Phase phase(int task) {
    return template(task).phase();
  }

  /// Step of a compute task, slot of a transfer or a reduction.
  public int subject(int task) {
    return template(task).subject();
  }

  /// Number of the queue that does the task; for a transfer the receiver's.
  public int queue(int task) {
    return template(task).queue();
  }

  /// Device of the queue.
  public int device(int task) {
    return queues.get(queue(task)).device();
  }

  /// Device a transfer copies from; else its own.
  public int source(int task) {
    return template(task).source();
  }

  public int replica(int task) {
    return template(task).replica();
  }

  /// Index of the micro-batch within its replica.
  public int microBatch(int task) {
    return microBatch[task];
  }

  /// Bytes a transfer moves; 0 for others and where the size is known only at run time.
  public long bytes(int task) {
    return template(task).bytes();
  }

  /// Place of a task in the order of the schedule: of several that are ready a queue takes the
  /// lowest.
  public int rank(int task) {
    return rank == null ? task : rank[task];
  }

  /// The task of each rank, or null where that is the task of this number.
  public int @Nullable [] taskOfRank() {
    if (rank == null) {
      return null;
    }
    var tasks = new int[rank.length];
    for (int task = 0; task < rank.length; task++) {
      tasks[rank[task]] = task;
    }
    return tasks;
  }

  public int predecessorCount(int task) {
    return predecessorCount[task];
  }

  /// A fresh copy of all predecessor counts: the dependency counters of one execution.
  public int[] predecessorCounts() {
    return predecessorCount.clone();
  }

  public int edgeCount() {
    return successor.length;
  }

  /// The edges that leave `task` are numbered from here …
  public int firstEdge(int task) {
    return successorOffset[task];
  }

  /// … up to, but not including, here.
  public int endEdge(int task) {
    return successorOffset[task + 1];
  }

  public int successor(int edge) {
    return successor[edge];
  }

  public EdgeKind edgeKind(int edge) {
    return EDGE_KINDS[edgeKind[edge]];
  }

  /// Every reason for an edge, the strongest first: which value, which bytes, and what made it so.
  ///
  /// @param from the task that the edge leaves
  public List<Dependence> dependences(int from, int edge) {
    return reasons.of(this, from, edge);
  }

  /// Tasks in dependency order, lowest index first among equals; without those that wait for
  /// themselves. Cost O(tasks + edges).
  public int[] topologicalOrder() {
    var waiting = predecessorCounts();
    var order = new int[template.length];
    int tail = 0;
    for (int task = 0; task < template.length; task++) {
      if (waiting[task] == 0) {
        order[tail++] = task;
      }
    }
    for (int head = 0; head < tail; head++) {
      int task = order[head];
      for (int edge = successorOffset[task]; edge < successorOffset[task + 1]; edge++) {
        if (--waiting[successor[edge]] == 0) {
          order[tail++] = successor[edge];
        }
      }
    }
    return Arrays.copyOf(order, tail);
  }
}
