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
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A lowered plan with its inputs, memory, kernels and waiting worker threads: prepared once, run
/// as often as wanted. One caller at a time. Closing it ends the threads and frees the memory.
public final class PreparedRun implements PlanExecution {
  private final Lowered lowered;
  private final LoadedDevices loaded;
  private final MicroBatchInputs inputs;
  private final RunMemory memory;
  private final GraphRun run;
  private final WorkerPool workers;
  private final boolean isOwner;
  private final Share share;
  private final @Nullable MessageThread messages;
  private final @Nullable MessageRun beyond;

  /// Takes over `loaded` and closes it with itself, or at once when preparing fails.
  PreparedRun(Lowered lowered, LoadedDevices loaded, MicroBatchInputs inputs) {
    this(lowered, loaded, inputs, Share.all(lowered.cluster()), null);
  }

  /// The part of the devices that this process has.
  ///
  /// @param messages moves what goes between them and the others; null where there are no others
  PreparedRun(
      Lowered lowered,
      LoadedDevices loaded,
      MicroBatchInputs inputs,
      Share share,
      @Nullable MessageThread messages) {
    this.share = share;
    this.messages = messages;
    this.lowered = lowered;
    this.loaded = loaded;
    this.inputs = inputs;
    isOwner = true;
    RunMemory allocated = null;
    try {
      allocated = new RunMemory(lowered, loaded, inputs, share);
      var bound = KernelBinding.bind(lowered, loaded, allocated, share);
      beyond = beyond(lowered, bound);
      run = run(lowered, bound);
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
    share = owner.share;
    messages = owner.messages;
    var bound = KernelBinding.bind(other, loaded, memory, share);
    beyond = beyond(other, bound);
    run = run(other, bound);
    workers =
        new WorkerPool(
            other.cluster(), other.graph().queues(), run.queues(), other.backend()::enterWorker);
  }

  private @Nullable MessageRun beyond(Lowered of, KernelBinding.Bindings bound) {
    return messages == null ? null : new MessageRun(of, share, bound.parcels(), messages);
  }

  private GraphRun run(Lowered of, KernelBinding.Bindings bound) {
    int spins = WorkerPool.spins(of.cluster(), of.plan().devices().size());
    return new GraphRun(of.graph(), bound.work(), loaded.queues(), spins, beyond);
  }

  @Override
  public PreparedRun sharing(Lowered other) {
    return new PreparedRun(this, other);
  }

  @Override
  public void fill(Map<String, Tensor> feeds) {
    inputs.fill(feeds);
  }

  /// The memory of an input of all micro-batches, to be written between two runs.
  public Tensor input(String name) {
    return inputs.whole(name);
  }

  @Override
  public void keep(Map<String, Tensor> values) {
    memory.keep(values);
  }

  @Override
  public Map<String, Tensor> kept(boolean apart) {
    return memory.kept(apart);
  }

  @Override
  public Lowered lowered() {
    return lowered;
  }

  /// Tasks that workers here have done in the execution under way, or did in the last.
  public long tasksDone() {
    return run.tasksDone();
  }

  /// What the last iteration left of the outputs in memory of this process.
  ///
  /// @param ofHost whether also what is an input or a constant as well
  public Map<OutputPart, Tensor> ownOutputs(boolean ofHost) {
    var found = new LinkedHashMap<OutputPart, Tensor>();
    for (int slot : lowered.program().outputSlots()) {
      for (int chunk = 0; chunk < lowered.binding().splits(); chunk++) {
        int replica = chunk / lowered.microBatches();
        int home = Outputs.home(lowered, slot, replica);
        int microBatch = chunk % lowered.microBatches();
        if (home < 0 ? ofHost : share.owns(home)) {
          var tensor = memory.buffer(replica, Math.max(0, home), slot, microBatch).tensor();
          if (tensor != null) {
            found.put(new OutputPart(slot, replica, microBatch), tensor);
          }
        }
      }
    }
    return found;
  }

  /// What stays in memory of this process from one iteration to the next, by number of its place.
  public Map<Integer, Tensor> ownKept() {
    var found = new LinkedHashMap<Integer, Tensor>();
    var places = lowered.places();
    for (int i = 0; i < places.size(); i++) {
      var place = places.get(i);
      boolean kept = place.isKept() && lowered.program().slots().get(place.slot()).kept();
      if (kept && share.owns(place.device())) {
        found.put(i, memory.tensor(place));
      }
    }
    return found;
  }

  @Override
  public double mean(String output) {
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

  @Override
  public Recording recording(int iterations) {
    return Recording.ofTasks(lowered, iterations);
  }

  @Override
  public Recording timesOf(int iterations) {
    return Recording.ofTimes(lowered, iterations);
  }

  @Override
  public boolean execute(
      int iterations, Recording recording, Cancellation cancellation, Progress progress) {
    long total = (long) lowered.graph().taskCount() * iterations;
    if (lowered.graph().taskCount() == 0) {
      recording.skip(iterations);
      return true;
    }
    progress.update("run", 0, total);
    if (messages != null && beyond != null) {
      messages.attach(beyond);
      if (!beyond.finish(cancellation::isCancelled)) {
        requireMessages();
        return false;
      }
    }
    workers.run(
        run, iterations, recording, cancellation, done -> progress.update("run", done, total));
    requireMessages();
    var failure = run.failure();
    if (failure != null) {
      throw explained(failure);
    }
    progress.update("run", run.tasksDone(), total);
    return run.completed() == iterations;
  }

  private void requireMessages() {
    var fault = beyond == null ? null : beyond.fault();
    if (fault != null) {
      throw new IllegalStateException("The messages between ranks failed: " + fault, fault);
    }
  }

  @Override
  public Map<String, Tensor> outputs() {
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
    if (messages != null) {
      messages.attach(null);
    }
    if (isOwner) {
      memory.close();
      loaded.close();
    }
  }
}
