package dev.partitura.engine.execute.local;

import dev.partitura.engine.backend.Backend;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.ComparedRuns;
import dev.partitura.engine.execute.OutputComparison;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.execute.TaskGraphExecutor;
import dev.partitura.engine.limit.MachineMemory;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.tensor.TensorType;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;

/// Executes on this machine's CPU workers: one thread per device, pinned to its core. After a run,
/// whether it ended, failed or was cancelled, no thread and no native memory of it remains. Any
/// thread; runs do not share anything.
public final class LocalExecutor implements TaskGraphExecutor {
  private final @Nullable Backend backend;
  private final Lowering lowering = new Lowering();

  /// Computes with the preferred backend of this machine.
  public LocalExecutor() {
    this(null);
  }

  /// Computes with a given backend.
  public LocalExecutor(@Nullable Backend backend) {
    this.backend = backend;
  }

  @Override
  public RunResult run(RunRequest request, Cancellation cancellation, Progress progress) {
    try (var prepared = cancellation.during(() -> prepare(request, progress))) {
      return prepared.run(request.warmups(), request.repeats(), cancellation, progress);
    }
  }

  @Override
  public ComparedRuns runBesideUnsplit(
      RunRequest request, Cancellation cancellation, Progress progress) {
    if (request.isUnsplit()) {
      var result = run(request, cancellation, progress);
      return new ComparedRuns(
          result, result, result.cancelled() ? Agreement.UNKNOWN : Agreement.IDENTICAL);
    }
    try (var prepared = prepare(request, progress);
        var unsplit = prepare(unsplit(request, prepared), progress)) {
      var joint = new JointProgress(progress);
      var measured = new Measurement(prepared, request.warmups(), request.repeats());
      var beside = new Measurement(unsplit, request.warmups(), request.repeats());
      measured.settle(cancellation, joint.of(0));
      beside.settle(cancellation, joint.of(1));
      while (!cancellation.isCancelled() && !(measured.isOver() && beside.isOver())) {
        measured.turn(cancellation, joint.of(0));
        beside.turn(cancellation, joint.of(1));
      }
      var run = measured.result();
      var alone = beside.result();
      return new ComparedRuns(run, alone, OutputComparison.of(run, alone, request.network()));
    }
  }

  private static RunRequest unsplit(RunRequest request, PreparedRun prepared) {
    var binding = prepared.lowered().binding();
    return request.unsplit(Measurement.batch(binding), binding.runs());
  }

  /// Lowers the request, allocates and binds; nothing runs yet. Close what comes back.
  ///
  /// @throws ProblemException when network, plan, batch or feeds do not fit; holds every problem
  ///   found
  public PreparedRun prepare(RunRequest request, Progress progress) {
    progress.update("compile", 0, 0);
    var types = new HashMap<String, TensorType>();
    request.feeds().forEach((name, tensor) -> types.put(name, tensor.type()));
    var lowered =
        lowering.lower(
            request.network(), request.cluster(), request.plan(), request.batch(), types, backend);
    MachineMemory.require(neededBytes(lowered), "The run");
    var inputs = MicroBatchInputs.of(lowered.binding(), request.feeds(), request.seed());
    return new PreparedRun(lowered, lowered.backend().load(lowered.program()), inputs);
  }

  /// Bytes that a run takes beside the program and the feeds: the values, and the outputs once
  /// more, since they outlive them.
  private static long neededBytes(Lowered lowered) {
    long bytes = 0;
    for (int device = 0; device < lowered.cluster().devices().size(); device++) {
      bytes += lowered.valueBytes(device) + lowered.outputBytes(device);
    }
    return bytes;
  }
}
