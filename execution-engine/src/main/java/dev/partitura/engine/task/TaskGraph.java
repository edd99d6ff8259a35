package dev.partitura.engine.task;

import java.util.Arrays;

/// The lowered program: which task runs on which device and waits for which others. Columns of
/// primitives, one row per task, so that ten million tasks are walked without an object each.
/// Immutable and acyclic; made by [TaskGraphBuilder]. Any thread.
///
/// Devices are numbered as in the cluster's list; steps and slots as in the backend's program.
public final class TaskGraph {
  private static final TaskKind[] KINDS = TaskKind.values();
  private static final EdgeKind[] EDGE_KINDS = EdgeKind.values();

  private final byte[] kind;
  private final int[] subject;
  private final int[] device;
  private final int[] source;
  private final int[] replica;
  private final int[] microBatch;
  private final long[] bytes;
  private final int[] predecessorCount;
  private final int[] successorOffset;
  private final int[] successor;
  private final byte[] edgeKind;
  private final int deviceCount;

  TaskGraph(
      byte[] kind,
      int[] subject,
      int[] device,
      int[] source,
      int[] replica,
      int[] microBatch,
      long[] bytes,
      int[] predecessorCount,
      int[] successorOffset,
      int[] successor,
      byte[] edgeKind,
      int deviceCount) {
    this.kind = kind;
    this.subject = subject;
    this.device = device;
    this.source = source;
    this.replica = replica;
    this.microBatch = microBatch;
    this.bytes = bytes;
    this.predecessorCount = predecessorCount;
    this.successorOffset = successorOffset;
    this.successor = successor;
    this.edgeKind = edgeKind;
    this.deviceCount = deviceCount;
  }

  public int taskCount() {
    return kind.length;
  }

  public int deviceCount() {
    return deviceCount;
  }

  public TaskKind kind(int task) {
    return KINDS[kind[task]];
  }

  public boolean isTransfer(int task) {
    return kind[task] == TaskKind.TRANSFER.ordinal();
  }

  /// Step of a compute task, slot of a transfer.
  public int subject(int task) {
    return subject[task];
  }

  /// Device whose worker runs the task; for a transfer the receiver.
  public int device(int task) {
    return device[task];
  }

  /// Device a transfer copies from; for a compute task its own.
  public int source(int task) {
    return source[task];
  }

  public int replica(int task) {
    return replica[task];
  }

  /// Index of the micro-batch within its replica.
  public int microBatch(int task) {
    return microBatch[task];
  }

  /// Bytes a transfer moves; 0 for a compute task and where the size is known only at run time.
  public long bytes(int task) {
    return bytes[task];
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

  public Task task(int index) {
    return isTransfer(index)
        ? new Task.Transfer(
            index,
            subject[index],
            source[index],
            device[index],
            bytes[index],
            replica[index],
            microBatch[index])
        : new Task.Compute(index, subject[index], device[index], replica[index], microBatch[index]);
  }

  /// Tasks in dependency order, lowest index first among equals. Cost O(tasks + edges).
  public int[] topologicalOrder() {
    var waiting = predecessorCounts();
    var order = new int[kind.length];
    int tail = 0;
    for (int task = 0; task < kind.length; task++) {
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
