package dev.partitura.engine.task;

import java.util.Arrays;

/// Collects tasks and edges in growing primitive arrays and packs them into a [TaskGraph]. Used by
/// one thread; cost O(tasks + edges).
public final class TaskGraphBuilder {
  private final int deviceCount;
  private int tasks;
  private byte[] kind = new byte[64];
  private int[] subject = new int[64];
  private int[] device = new int[64];
  private int[] source = new int[64];
  private int[] replica = new int[64];
  private int[] microBatch = new int[64];
  private long[] bytes = new long[64];
  private int edges;
  private int[] edgeFrom = new int[64];
  private int[] edgeTo = new int[64];
  private byte[] edgeKind = new byte[64];

  public TaskGraphBuilder(int deviceCount) {
    this.deviceCount = deviceCount;
  }

  /// Adds a run of program step `step` and returns its task index.
  public int compute(int step, int onDevice, int ofReplica, int ofMicroBatch) {
    return add(TaskKind.COMPUTE, step, onDevice, onDevice, ofReplica, ofMicroBatch, 0);
  }

  /// Adds a copy of value slot `slot`, run by the receiving device, and returns its task index.
  public int transfer(int slot, int from, int to, long byteCount, int ofReplica, int ofMicroBatch) {
    return add(TaskKind.TRANSFER, slot, to, from, ofReplica, ofMicroBatch, byteCount);
  }

  private int add(
      TaskKind ofKind,
      int what,
      int onDevice,
      int fromDevice,
      int ofReplica,
      int ofMicroBatch,
      long byteCount) {
    if (tasks == kind.length) {
      int size = tasks * 2;
      kind = Arrays.copyOf(kind, size);
      subject = Arrays.copyOf(subject, size);
      device = Arrays.copyOf(device, size);
      source = Arrays.copyOf(source, size);
      replica = Arrays.copyOf(replica, size);
      microBatch = Arrays.copyOf(microBatch, size);
      bytes = Arrays.copyOf(bytes, size);
    }
    kind[tasks] = (byte) ofKind.ordinal();
    subject[tasks] = what;
    device[tasks] = onDevice;
    source[tasks] = fromDevice;
    replica[tasks] = ofReplica;
    microBatch[tasks] = ofMicroBatch;
    bytes[tasks] = byteCount;
    return tasks++;
  }

  /// Makes task `to` wait for task `from`.
  public void edge(int from, int to, EdgeKind why) {
    if (edges == edgeFrom.length) {
      edgeFrom = Arrays.copyOf(edgeFrom, edges * 2);
      edgeTo = Arrays.copyOf(edgeTo, edges * 2);
      edgeKind = Arrays.copyOf(edgeKind, edges * 2);
    }
    edgeFrom[edges] = from;
    edgeTo[edges] = to;
    edgeKind[edges++] = (byte) why.ordinal();
  }

  public int taskCount() {
    return tasks;
  }

  /// @throws IllegalStateException when the edges form a circle
  public TaskGraph build() {
    var predecessors = new int[tasks];
    var offset = new int[tasks + 1];
    for (int edge = 0; edge < edges; edge++) {
      predecessors[edgeTo[edge]]++;
      offset[edgeFrom[edge] + 1]++;
    }
    for (int task = 0; task < tasks; task++) {
      offset[task + 1] += offset[task];
    }
    var next = Arrays.copyOf(offset, tasks);
    var successor = new int[edges];
    var kinds = new byte[edges];
    for (int edge = 0; edge < edges; edge++) {
      int place = next[edgeFrom[edge]]++;
      successor[place] = edgeTo[edge];
      kinds[place] = edgeKind[edge];
    }
    var graph =
        new TaskGraph(
            Arrays.copyOf(kind, tasks),
            Arrays.copyOf(subject, tasks),
            Arrays.copyOf(device, tasks),
            Arrays.copyOf(source, tasks),
            Arrays.copyOf(replica, tasks),
            Arrays.copyOf(microBatch, tasks),
            Arrays.copyOf(bytes, tasks),
            predecessors,
            offset,
            successor,
            kinds,
            deviceCount);
    if (graph.topologicalOrder().length < tasks) {
      throw new IllegalStateException("The " + tasks + " tasks wait for each other in a circle");
    }
    return graph;
  }
}
