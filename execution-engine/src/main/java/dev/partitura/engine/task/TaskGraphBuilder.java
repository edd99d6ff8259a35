package dev.partitura.engine.task;

import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.column.ByteColumn;
import dev.partitura.engine.column.IntColumn;
import dev.partitura.engine.plan.schedule.Phase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Collects single tasks and edges and packs them into a [TaskGraph]: for graphs that are not
/// copies of templates. Devices have one lane each and everything is forward. Used by one thread;
/// cost O(tasks + edges).
public final class TaskGraphBuilder {
  private final List<TaskQueue> queues;
  private final Map<TaskTemplate, Integer> templates = new HashMap<>();
  private final List<TaskTemplate> numbered = new ArrayList<>();
  private final IntColumn template = new IntColumn();
  private final IntColumn microBatch = new IntColumn();
  private final IntColumn edgeFrom = new IntColumn();
  private final IntColumn edgeTo = new IntColumn();
  private final ByteColumn edgeKind = new ByteColumn();

  public TaskGraphBuilder(int deviceCount) {
    queues =
        IntStream.range(0, deviceCount)
            .mapToObj(device -> new TaskQueue(device, Lane.COMPUTE))
            .toList();
  }

  /// Adds a run of program step `step` and returns its task index.
  public int compute(int step, int onDevice, int ofReplica, int ofMicroBatch) {
    return add(
        new TaskTemplate(
            TaskKind.COMPUTE, Phase.F, onDevice, step, onDevice, onDevice, ofReplica, 0),
        ofMicroBatch);
  }

  /// Adds a copy of value slot `slot`, run by the receiving device, and returns its task index.
  public int transfer(int slot, int from, int to, long byteCount, int ofReplica, int ofMicroBatch) {
    return add(
        new TaskTemplate(TaskKind.TRANSFER, Phase.F, to, slot, to, from, ofReplica, byteCount),
        ofMicroBatch);
  }

  private int add(TaskTemplate of, int ofMicroBatch) {
    template.add(
        templates.computeIfAbsent(
            of,
            added -> {
              numbered.add(added);
              return numbered.size() - 1;
            }));
    microBatch.add(ofMicroBatch);
    return template.size() - 1;
  }

  /// Makes task `to` wait for task `from`.
  public void edge(int from, int to, EdgeKind why) {
    edgeFrom.add(from);
    edgeTo.add(to);
    edgeKind.add((byte) why.ordinal());
  }

  /// @throws IllegalStateException when the edges form a circle
  public TaskGraph build() {
    int tasks = template.size();
    int edges = edgeFrom.size();
    var predecessors = new int[tasks];
    var offset = new int[tasks + 1];
    for (int edge = 0; edge < edges; edge++) {
      predecessors[edgeTo.get(edge)]++;
      offset[edgeFrom.get(edge) + 1]++;
    }
    for (int task = 0; task < tasks; task++) {
      offset[task + 1] += offset[task];
    }
    var next = Arrays.copyOf(offset, tasks);
    var successor = new int[edges];
    var kinds = new byte[edges];
    for (int edge = 0; edge < edges; edge++) {
      int place = next[edgeFrom.get(edge)]++;
      successor[place] = edgeTo.get(edge);
      kinds[place] = edgeKind.get(edge);
    }
    var graph =
        new TaskGraph(
            queues,
            numbered.toArray(TaskTemplate[]::new),
            template.toArray(),
            microBatch.toArray(),
            null,
            predecessors,
            offset,
            successor,
            kinds,
            EdgeReasons.BY_KIND);
    if (!graph.isAcyclic()) {
      throw new IllegalStateException("The " + tasks + " tasks wait for each other in a circle");
    }
    return graph;
  }
}
