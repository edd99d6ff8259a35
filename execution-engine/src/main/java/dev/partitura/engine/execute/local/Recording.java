package dev.partitura.engine.execute.local;

import dev.partitura.engine.execute.Spread;
import dev.partitura.engine.execute.times.TaskTimes;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.task.lower.Lowered;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/// Begin and end of every task, iteration after iteration, in arrays made beforehand. Keeps the
/// newest iterations that fit the budget. Tasks write from their worker; [#begin] and [#end] are
/// called by one thread while no task runs. May be filled in turns, whose first iterations do not
/// count.
public final class Recording {
  private static final long BUDGET_BYTES = 128L << 20;
  private static final long MOST_LATENCIES = 50_000_000;

  /// Heap for each time that is kept: itself, copies to sort and to show, and as much again for
  /// others.
  private static final long LATENCY_BYTES = 64;

  private final TaskGraph graph;
  private final long[][] beginNanos;
  private final long[][] endNanos;
  private final long[][] lostNanos;
  private final boolean[] hasLost;
  private final long[] startedAt;
  private final long[] iterationNanos;
  private final long[] latencyNanos;
  private final int chunks;
  private final int replicas;
  private int current;
  private int completed;
  private int lead;
  private int before;
  private boolean measures;
  private long wallNanos;
  private long markNanos;
  private long clockErrorNanos;

  /// @param replicas of the plan, by which micro-batches are numbered
  Recording(TaskGraph graph, int iterations, int replicas, int microBatches) {
    this(graph, iterations, replicas, microBatches, BUDGET_BYTES);
  }

  /// Room for the tasks of `iterations`.
  public static Recording ofTasks(Lowered lowered, int iterations) {
    long each = (long) lowered.replicas() * lowered.microBatches();
    long most = Math.min(MOST_LATENCIES, Runtime.getRuntime().maxMemory() / LATENCY_BYTES) / each;
    if (iterations > most) {
      throw ProblemException.of("run.repeats.many", "", iterations, each, most);
    }
    return new Recording(lowered.graph(), iterations, lowered.replicas(), lowered.microBatches());
  }

  /// Keeps the tasks of one iteration alone.
  public static Recording ofTimes(Lowered lowered, int iterations) {
    return new Recording(
        lowered.graph(), iterations, lowered.replicas(), lowered.microBatches(), 0);
  }

  private Recording(
      TaskGraph graph, int iterations, int replicas, int microBatches, long budgetBytes) {
    this.graph = graph;
    this.replicas = replicas;
    chunks = Math.multiplyExact(replicas, microBatches);
    int kept = Math.clamp(budgetBytes / (24L * Math.max(1, graph.taskCount())), 1, iterations);
    beginNanos = new long[kept][graph.taskCount()];
    endNanos = new long[kept][graph.taskCount()];
    lostNanos = new long[kept][graph.taskCount()];
    hasLost = new boolean[kept];
    startedAt = new long[kept];
    iterationNanos = new long[iterations];
    latencyNanos = new long[Math.multiplyExact(iterations, chunks)];
  }

  /// Goes on behind the iterations so far; the first `unmeasured` that follow do not count.
  public void turn(int unmeasured) {
    before = completed;
    lead = unmeasured;
  }

  /// @param iteration of this turn
  void begin(int iteration) {
    begin(iteration, System.nanoTime());
  }

  private void begin(int iteration, long now) {
    current = counted(iteration) % startedAt.length;
    Arrays.fill(beginNanos[current], 0);
    Arrays.fill(endNanos[current], 0);
    if (hasLost[current]) {
      Arrays.fill(lostNanos[current], 0);
      hasLost[current] = false;
    }
    startedAt[current] = now;
    measures = iteration >= lead;
    if (iteration <= lead) {
      markNanos = startedAt[current];
    }
  }

  void end(int iteration) {
    end(iteration, System.nanoTime());
  }

  /// By how much times of a device may be wrong against those of the others.
  void clockError(long nanos) {
    clockErrorNanos = Math.max(clockErrorNanos, nanos);
  }

  /// Takes over an iteration of this turn that ran elsewhere.
  ///
  /// @param endedAt on the clock of its other times
  public void add(int iteration, TaskTimes times, long endedAt) {
    begin(iteration, times.startedAt());
    System.arraycopy(times.beginNanos(), 0, beginNanos[current], 0, times.beginNanos().length);
    System.arraycopy(times.endNanos(), 0, endNanos[current], 0, times.endNanos().length);
    System.arraycopy(times.lostNanos(), 0, lostNanos[current], 0, times.lostNanos().length);
    hasLost[current] = true;
    clockErrorNanos = Math.max(clockErrorNanos, times.clockErrorNanos());
    end(iteration, endedAt);
  }

  private void end(int iteration, long now) {
    if (iteration < lead) {
      return;
    }
    int counted = counted(iteration);
    long start = startedAt[current];
    iterationNanos[counted] = now - start;
    var ends = endNanos[current];
    int microBatches = chunks / replicas;
    for (int task = 0; task < ends.length; task++) {
      int chunk = counted * chunks + graph.replica(task) * microBatches + graph.microBatch(task);
      latencyNanos[chunk] = Math.max(latencyNanos[chunk], ends[task] - start);
    }
    wallNanos += now - markNanos;
    markNanos = now;
    completed = counted + 1;
  }

  private int counted(int iteration) {
    return before + Math.max(0, iteration - lead);
  }

  /// The iteration of this number as it was kept; only of the newest that there is room for.
  public TaskTimes of(int iteration) {
    return kept(iteration % startedAt.length);
  }

  /// When an iteration ended, if it was measured.
  public long endedAt(int iteration) {
    return startedAt[iteration % startedAt.length] + iterationNanos[iteration];
  }

  /// Counts the iterations of a turn of a graph without tasks.
  public void skip(int iterations) {
    completed = counted(iterations);
  }

  /// Measured iterations that ran to their end.
  public int completed() {
    return completed;
  }

  /// Wall time of the measured iterations, with what lies between those of one turn.
  long wallNanos() {
    return wallNanos;
  }

  long[] beginNanos() {
    return beginNanos[current];
  }

  long[] endNanos() {
    return endNanos[current];
  }

  /// Notes how long the thread of a task was kept from running during it; seldom.
  void lost(int task, long nanos) {
    lostNanos[current][task] = nanos;
    hasLost[current] = true;
  }

  long[] iterationNanos(int from, int to) {
    return Arrays.copyOfRange(iterationNanos, from, to);
  }

  long[] latencyNanos(int from, int to) {
    return Arrays.copyOfRange(latencyNanos, from * chunks, to * chunks);
  }

  /// The kept iteration among `from` to `to` whose duration is nearest to their median; when there
  /// is none the one under way, and one of no task where that does not count either.
  TaskTimes median(int from, int to) {
    if (to <= from) {
      int tasks = graph.taskCount();
      return measures
          ? kept(current)
          : new TaskTimes(0, new long[tasks], new long[tasks], new long[tasks]);
    }
    double median = Spread.median(iterationNanos(from, to));
    int best = to - 1;
    for (int iteration = Math.max(from, to - startedAt.length); iteration < to; iteration++) {
      if (Math.abs(iterationNanos[iteration] - median) < Math.abs(iterationNanos[best] - median)) {
        best = iteration;
      }
    }
    return kept(best % startedAt.length);
  }

  /// The iteration that is written or was written last.
  TaskTimes latest() {
    return kept(current);
  }

  /// What is there of the iteration that is written or was written last, also while workers write:
  /// a task counts once both its times are seen to be of this iteration. Any thread.
  TaskTimes underWay() {
    int place = current;
    var ends = endNanos[place].clone();
    VarHandle.acquireFence();
    var begins = beginNanos[place].clone();
    long started = startedAt[place];
    for (int task = 0; task < ends.length; task++) {
      if (begins[task] < started || ends[task] < begins[task]) {
        ends[task] = 0;
      }
    }
    return new TaskTimes(started, begins, ends, lostNanos[place].clone());
  }

  private TaskTimes kept(int place) {
    return new TaskTimes(
        startedAt[place], beginNanos[place], endNanos[place], lostNanos[place], clockErrorNanos);
  }
}
