package dev.partitura.engine.execute.local;

import dev.partitura.engine.task.TaskGraph;
import java.util.Arrays;

/// Begin and end of every task, iteration after iteration, in arrays made beforehand. Keeps the
/// newest iterations that fit the budget. Tasks write from their worker; [#begin] and [#end] are
/// called by one thread while no task runs.
final class Recording {
  private static final long BUDGET_BYTES = 128L << 20;

  private final TaskGraph graph;
  private final long[][] beginNanos;
  private final long[][] endNanos;
  private final long[] startedAt;
  private final long[] iterationNanos;
  private final long[] latencyNanos;
  private final int chunks;
  private final int replicas;
  private int current;

  /// @param replicas of the plan, by which micro-batches are numbered
  Recording(TaskGraph graph, int iterations, int replicas, int microBatches) {
    this.graph = graph;
    this.replicas = replicas;
    chunks = Math.multiplyExact(replicas, microBatches);
    int kept = Math.clamp(BUDGET_BYTES / (16L * Math.max(1, graph.taskCount())), 1, iterations);
    beginNanos = new long[kept][graph.taskCount()];
    endNanos = new long[kept][graph.taskCount()];
    startedAt = new long[kept];
    iterationNanos = new long[iterations];
    latencyNanos = new long[Math.multiplyExact(iterations, chunks)];
  }

  void begin(int iteration) {
    current = iteration % startedAt.length;
    Arrays.fill(beginNanos[current], 0);
    Arrays.fill(endNanos[current], 0);
    startedAt[current] = System.nanoTime();
  }

  void end(int iteration) {
    long start = startedAt[current];
    iterationNanos[iteration] = System.nanoTime() - start;
    var ends = endNanos[current];
    int microBatches = chunks / replicas;
    for (int task = 0; task < ends.length; task++) {
      int chunk = iteration * chunks + graph.replica(task) * microBatches + graph.microBatch(task);
      latencyNanos[chunk] = Math.max(latencyNanos[chunk], ends[task] - start);
    }
  }

  long[] beginNanos() {
    return beginNanos[current];
  }

  long[] endNanos() {
    return endNanos[current];
  }

  long[] iterationNanos(int from, int to) {
    return Arrays.copyOfRange(iterationNanos, from, to);
  }

  long[] latencyNanos(int from, int to) {
    return Arrays.copyOfRange(latencyNanos, from * chunks, to * chunks);
  }

  /// The kept iteration among `from` to `to` whose duration is nearest to their median; the one
  /// under way when there is none.
  Kept median(int from, int to) {
    if (to <= from) {
      return kept(current);
    }
    var sorted = iterationNanos(from, to);
    Arrays.sort(sorted);
    long median = sorted[(sorted.length - 1) / 2];
    int best = to - 1;
    for (int iteration = Math.max(from, to - startedAt.length); iteration < to; iteration++) {
      if (Math.abs(iterationNanos[iteration] - median) < Math.abs(iterationNanos[best] - median)) {
        best = iteration;
      }
    }
    return kept(best % startedAt.length);
  }

  private Kept kept(int place) {
    return new Kept(startedAt[place], beginNanos[place], endNanos[place]);
  }

  /// Times of one iteration; a task that did not run has end 0.
  record Kept(long startedAt, long[] beginNanos, long[] endNanos) {}
}
