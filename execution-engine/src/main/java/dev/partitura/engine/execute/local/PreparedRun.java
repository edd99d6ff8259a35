package dev.partitura.engine.execute.local;

import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.TaskTemplate;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.tensor.Tensor;
import java.util.Map;

/// A lowered plan with its inputs, memory, kernels and waiting worker threads: prepared once, run
/// as often as wanted. One caller at a time. Closing it ends the threads and frees the memory.
public final class PreparedRun implements AutoCloseable {
  private static final long MOST_LATENCIES = 50_000_000;

  /// Heap for each time that is kept: itself, copies to sort and to show, and as much again for
  /// others.
  private static final long LATENCY_BYTES = 64;

  private final Lowered lowered;
  private final LoadedDevices loaded;
  private final MicroBatchInputs inputs;
  private final RunMemory memory;
  private final GraphRun run;
  private final WorkerPool workers;
  private final boolean isOwner;

  /// Takes over `loaded` and closes it with itself, or at once when preparing fails.
  PreparedRun(Lowered lowered, LoadedDevices loaded, MicroBatchInputs inputs) {
    this.lowered = lowered;
    this.loaded = loaded;
    this.inputs = inputs;
    isOwner = true;
    RunMemory allocated = null;
    try {
      allocated = new RunMemory(lowered, loaded, inputs);
      var work = KernelBinding.bind(lowered, loaded, allocated);
      int used = lowered.plan().devices().size();
      run =
          new GraphRun(
              lowered.graph(), work, loaded.queues(), WorkerPool.spins(lowered.cluster(), used));
      workers =
          new WorkerPool(
              lowered.cluster(),
              lowered.graph().queues(),
              run.queues(),
              lowered.backend()::enterWorker);
      memory = allocated;
    } catch (RuntimeException | Error failed) {
      if (allocated != null) {
        allocated.close();
      }
      loaded.close();
      throw failed;
    }
  }

  private PreparedRun(PreparedRun owner, Lowered other) {
    lowered = other;
    loaded = owner.loaded;
    inputs = owner.inputs;
    memory = owner.memory;
    isOwner = false;
    run =
        new GraphRun(
            other.graph(),
            KernelBinding.bind(other, loaded, memory),
            loaded.queues(),
            WorkerPool.spins(other.cluster(), other.plan().devices().size()));
    workers =
        new WorkerPool(
            other.cluster(), other.graph().queues(), run.queues(), other.backend()::enterWorker);
  }

  /// Other tasks on the same values in the same memory; to be closed before this is.
  ///
  /// @param other with values where this plan has them
  PreparedRun sharing(Lowered other) {
    return new PreparedRun(this, other);
  }

  public Lowered lowered() {
    return lowered;
  }

  MicroBatchInputs inputs() {
    return inputs;
  }

  RunMemory memory() {
    return memory;
  }

  /// The mean of a scalar output over all micro-batches of the last iteration.
  double mean(String output) {
    return Outputs.mean(lowered, memory, output);
  }

  /// Runs `warmups` iterations that are not measured, or as [RunRequest#UNTIL_SETTLED] says, and
  /// `repeats` that are.
  ///
  /// @throws ProblemException when the values cannot be computed with
  /// @throws IllegalStateException when a kernel fails; names the op
  public RunResult run(int warmups, int repeats, Cancellation cancellation, Progress progress) {
    var measurement = new Measurement(this, warmups, repeats);
    measurement.settle(cancellation, progress);
    measurement.measureAll(cancellation, progress);
    return measurement.result();
  }

  /// Wall time of each of `iterations` iterations, without making a trace.
  public long[] measure(int iterations, Cancellation cancellation) {
    var recording = recording(iterations);
    execute(iterations, recording, cancellation, Progress.NONE);
    return recording.iterationNanos(0, recording.completed());
  }

  /// Room for the tasks of `iterations`.
  Recording recording(int iterations) {
    long each = (long) lowered.replicas() * lowered.microBatches();
    long most = Math.min(MOST_LATENCIES, Runtime.getRuntime().maxMemory() / LATENCY_BYTES) / each;
    if (iterations > most) {
      throw ProblemException.of("run.repeats.many", "", iterations, each, most);
    }
    return new Recording(lowered.graph(), iterations, lowered.replicas(), lowered.microBatches());
  }

  /// Room for the wall time of each of `iterations`.
  Recording timesOf(int iterations) {
    return Recording.ofTimes(
        lowered.graph(), iterations, lowered.replicas(), lowered.microBatches());
  }

  /// Runs the tasks `iterations` times.
  ///
  /// @return whether all ran to their end
  boolean execute(
      int iterations, Recording recording, Cancellation cancellation, Progress progress) {
    long total = (long) lowered.graph().taskCount() * iterations;
    if (lowered.graph().taskCount() == 0) {
      recording.skip(iterations);
      return true;
    }
    progress.update("run", 0, total);
    workers.run(
        run, iterations, recording, cancellation, done -> progress.update("run", done, total));
    var failure = run.failure();
    if (failure != null) {
      throw explained(failure);
    }
    progress.update("run", run.tasksDone(), total);
    return run.completed() == iterations;
  }

  /// The outputs that the last iteration left; none, where a device is only imagined.
  Map<String, Tensor> outputs() {
    return !loaded.compute() ? Map.of() : Outputs.gather(lowered, memory);
  }

  private RuntimeException explained(GraphRun.Failure failure) {
    var task = lowered.graph().template(failure.task());
    var op =
        switch (task.kind()) {
          case COMPUTE -> lowered.program().steps().get(task.subject()).name();
          case TRANSFER, REDUCTION, OTHER, COLLECTIVE -> "";
        };
    var name =
        switch (task.kind()) {
          case COMPUTE ->
              Phrase.of("words.op", op, lowered.program().steps().get(task.subject()).type());
          case TRANSFER -> Phrase.of("words.transferOf", valueOf(task));
          case REDUCTION -> Phrase.of("words.reductionOf", valueOf(task));
          case OTHER, COLLECTIVE -> throw new IllegalStateException("Nobody does " + task);
        };
    if (failure.cause() instanceof ProblemException refused) {
      return new ProblemException(
          refused.problems().stream().map(problem -> named(problem, op, name)).toList());
    }
    return switch (failure.cause()) {
      case OutOfMemoryError _ -> ProblemException.of("run.memory", "", name);
      case IndexOutOfBoundsException fault -> unfit(name, fault);
      case IllegalArgumentException fault -> unfit(name, fault);
      case ArithmeticException fault -> unfit(name, fault);
      default -> new IllegalStateException(name + " failed: " + failure.cause(), failure.cause());
    };
  }

  private String valueOf(TaskTemplate task) {
    return lowered.program().slots().get(task.subject()).value();
  }

  /// What a kernel stumbles over beyond its own checks: values, not the program, in all but a few
  /// cases.
  private static ProblemException unfit(Phrase name, RuntimeException fault) {
    return ProblemException.of("run.op.failed", "", name, String.valueOf(fault.getMessage()));
  }

  private static Problem named(Problem problem, String op, Phrase name) {
    return problem.subject().isEmpty() && !op.isEmpty()
        ? Problem.of("run.op.refused", op, name, problem)
        : problem;
  }

  @Override
  public void close() {
    workers.close();
    if (isOwner) {
      memory.close();
      loaded.close();
    }
  }
}
