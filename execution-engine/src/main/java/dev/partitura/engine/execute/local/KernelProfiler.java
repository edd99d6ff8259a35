package dev.partitura.engine.execute.local;

import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Spread;
import dev.partitura.engine.execute.device.LoadedPrograms;
import dev.partitura.engine.execute.device.Runtimes;
import dev.partitura.engine.execute.times.KernelTimes;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.limit.MachineMemory;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.task.TaskGraphBuilder;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Measures the kernels of a plan one after another, not the plan: all of one micro-batch on one
/// worker, as if there were no other, and then on every worker of the plan at once, each in memory
/// of its own, which tells what kernels lose to others that use the same caches and memory. The
/// median of some rounds counts, once they have settled; what a thread was kept from running is
/// taken off.
public final class KernelProfiler {
  private static final int FEWEST_ROUNDS = 3;
  private static final int MOST_ROUNDS = 501;

  private final Lowered lowered;
  private final Map<String, Tensor> kept;
  private final KernelTimes times;
  private final List<Integer> chain;

  private KernelProfiler(Lowered lowered, Map<String, Tensor> kept, KernelTimes times) {
    this.lowered = lowered;
    this.kept = kept;
    this.times = times;
    chain = chain(lowered);
  }

  /// Whether kernels of a plan are unknown.
  public static boolean isMissing(Lowered lowered, KernelTimes times) {
    var graph = lowered.graph();
    return IntStream.range(0, graph.templateCount())
        .mapToObj(graph::templateOf)
        .filter(of -> of.kind().computes())
        .map(of -> KernelTimes.kernel(lowered, lowered.program().steps().get(of.subject())))
        .anyMatch(kernel -> times.find(kernel) == null);
  }

  /// Whether all weights are there, and memory for the plan once for each of its workers.
  private static boolean canMeasure(Lowered lowered) {
    long bytes = 0;
    for (int device = 0; device < lowered.cluster().devices().size(); device++) {
      bytes += lowered.valueBytes(device) + lowered.constantBytes(device);
    }
    return lowered.program().slots().stream()
            .allMatch(slot -> slot.constant() == null || slot.constant().isKnown())
        && lowered.program().steps().stream()
            .flatMap(step -> step.recipe().constants().stream())
            .allMatch(Constant::isKnown)
        && bytes * lowered.plan().devices().size() <= MachineMemory.availableBytes();
  }

  /// Adds what is missing to the times; nothing where weights are known by their shape alone, or
  /// where there is too little memory. Stops where the work of this thread is cancelled.
  ///
  /// @param kept what stays from one training step to the next, to begin with; zeros where it has
  ///   no such name
  /// @param budgetNanos after which no round is begun but the fewest that tell something
  public static void measure(
      Lowered lowered, Map<String, Tensor> kept, KernelTimes times, long budgetNanos) {
    if (isMissing(lowered, times) && canMeasure(lowered)) {
      new KernelProfiler(lowered, kept, times).run(budgetNanos);
    }
  }

  /// The tasks of the first micro-batch of the first replica, in an order in which they can be
  /// done.
  private static List<Integer> chain(Lowered lowered) {
    var graph = lowered.graph();
    var waiting = graph.predecessorCounts().clone();
    var ready = new PriorityQueue<Integer>((one, other) -> graph.rank(one) - graph.rank(other));
    for (int task = 0; task < waiting.length; task++) {
      if (waiting[task] == 0) {
        ready.add(task);
      }
    }
    var chain = new ArrayList<Integer>();
    while (!ready.isEmpty()) {
      int task = ready.remove();
      if (graph.replica(task) == 0 && graph.microBatch(task) == 0) {
        chain.add(task);
      }
      for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
        if (--waiting[graph.successor(edge)] == 0) {
          ready.add(graph.successor(edge));
        }
      }
    }
    return chain;
  }

  private void run(long budgetNanos) {
    var runtimes = Runtimes.ofThisMachine(new LoadedPrograms(0));
    LocalDevices.require(lowered, runtimes);
    try (var loaded = LoadedDevices.load(lowered, runtimes)) {
      var workers = workers(loaded);
      var alone = samples(loaded, workers.subList(0, 1), budgetNanos / 2);
      var crowded = workers.size() == 1 ? alone : samples(loaded, workers, budgetNanos / 2);
      alone.forEach((kernel, nanos) -> {
        double own = median(nanos);
        double together = median(crowded.getOrDefault(kernel, nanos));
        times.put(kernel, new KernelTimes.Time(own, Math.max(own, together)));
      });
    }
  }

  private static double median(List<Long> nanos) {
    return Spread.median(nanos.stream().mapToLong(Long::longValue).toArray());
  }

  /// Queues of the workers of the plan.
  private static List<Integer> workers(LoadedDevices loaded) {
    var workers = new ArrayList<Integer>();
    for (int queue = 0; queue < loaded.queues().length; queue++) {
      if (loaded.queues()[queue] != null) {
        workers.add(queue);
      }
    }
    return workers;
  }

  private Map<String, List<Long>> samples(
      LoadedDevices loaded, List<Integer> workers, long budgetNanos) {
    var memories = new ArrayList<RunMemory>();
    var work = new ArrayList<Kernel.Bound>();
    try {
      for (int copy = 0; copy < workers.size(); copy++) {
        var memory =
            new RunMemory(lowered, loaded, MicroBatchInputs.of(lowered.binding(), Map.of(), copy));
        memories.add(memory);
        memory.keep(kept);
        var bound = KernelBinding.bind(lowered, loaded, memory);
        chain.forEach(task -> work.add(bound[task]));
      }
      var run =
          new GraphRun(
              graph(workers),
              work.toArray(Kernel.Bound[]::new),
              loaded.queues(),
              WorkerPool.spins(lowered.cluster(), workers.size()));
      try (var pool =
          new WorkerPool(
              lowered.cluster(),
              lowered.graph().queues(),
              run.queues(),
              lowered.backend()::enterWorker)) {
        return rounds(run, pool, graph(workers), budgetNanos);
      }
    } finally {
      memories.forEach(RunMemory::close);
    }
  }

  /// A chain of the tasks for each worker.
  private TaskGraph graph(List<Integer> workers) {
    var builder = new TaskGraphBuilder(lowered.graph().queues().size());
    for (int worker : workers) {
      for (int place = 0; place < chain.size(); place++) {
        int task = builder.compute(place, worker, 0, 0);
        if (place > 0) {
          builder.edge(task - 1, task, EdgeKind.ORDER);
        }
      }
    }
    return builder.build();
  }

  private Map<String, List<Long>> rounds(
      GraphRun run, WorkerPool pool, TaskGraph graph, long budgetNanos) {
    var found = new HashMap<String, List<Long>>();
    var settling = new Settling();
    for (int next = settling.next(); next > 0; next = settling.next()) {
      var taken = new long[next];
      for (int round = 0; round < next; round++) {
        long begin = System.nanoTime();
        if (!round(run, pool, graph, null)) {
          return found;
        }
        taken[round] = System.nanoTime() - begin;
      }
      settling.add(taken);
    }
    long end = System.nanoTime() + budgetNanos;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      boolean enough = round >= FEWEST_ROUNDS && System.nanoTime() > end;
      if (enough || !round(run, pool, graph, found)) {
        break;
      }
    }
    return found;
  }

  /// @param found where the times of its kernels are added; null where they do not count
  /// @return whether it came to its end
  private boolean round(
      GraphRun run, WorkerPool pool, TaskGraph graph, @Nullable Map<String, List<Long>> found) {
    var recording = new Recording(graph, 1, 1, 1);
    pool.run(run, 1, recording, new Cancellation(), _ -> {});
    Checkpoint.pass();
    boolean isDone = run.failure() == null && run.completed() == 1;
    if (isDone && found != null) {
      add(recording, found);
    }
    return isDone;
  }

  private void add(Recording recording, Map<String, List<Long>> found) {
    var times = recording.latest();
    for (int place = 0; place < times.beginNanos().length; place++) {
      int task = chain.get(place % chain.size());
      var of = lowered.graph().template(task);
      if (of.kind().computes()) {
        var kernel = KernelTimes.kernel(lowered, lowered.program().steps().get(of.subject()));
        found
            .computeIfAbsent(kernel, _ -> new ArrayList<>())
            .add(times.endNanos()[place] - times.beginNanos()[place] - times.lostNanos()[place]);
      }
    }
  }
}
