package dev.partitura.engine.execute.local;

import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.execute.TaskGraphExecutor;
import dev.partitura.engine.execute.TrainingResult;
import dev.partitura.engine.execute.Workload;
import dev.partitura.engine.execute.device.LoadedPrograms;
import dev.partitura.engine.execute.device.Runtimes;
import dev.partitura.engine.limit.MachineMemory;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.lower.Lowered;
import java.util.ArrayList;
import java.util.List;

/// Executes on this machine's devices: one thread per queue, a CPU worker's pinned to its core.
/// After a run, whether it ended, failed or was cancelled, no thread of it remains, and no native
/// memory but what the runtimes keep for the next. Any thread; runs share at most a loaded program.
public final class LocalExecutor implements TaskGraphExecutor {
  private final Runtimes runtimes;

  /// Computes, and loads for each run anew.
  public LocalExecutor() {
    this(Runtimes.ofThisMachine(new LoadedPrograms(0)));
  }

  /// Does on its threads what the runtimes of the devices do.
  public LocalExecutor(Runtimes runtimes) {
    this.runtimes = runtimes;
  }

  @Override
  public <R> R run(
      Lowered lowered, Workload<R> workload, Cancellation cancellation, Progress progress) {
    var result =
        switch (workload) {
          case Workload.ClosedRepeats repeats ->
              runByTurns(List.of(lowered), repeats, cancellation, progress).getFirst();
          case Workload.TrainingSteps steps -> train(lowered, steps, cancellation, progress);
        };
    return workload.gives().cast(result);
  }

  @Override
  public List<RunResult> runByTurns(
      List<Lowered> plans,
      Workload.ClosedRepeats repeats,
      Cancellation cancellation,
      Progress progress) {
    var prepared = new ArrayList<PreparedRun>();
    try {
      for (var plan : plans) {
        prepared.add(cancellation.during(() -> prepare(plan, repeats)));
      }
      return measure(prepared, repeats, cancellation, progress);
    } finally {
      prepared.forEach(PreparedRun::close);
    }
  }

  private TrainingResult train(
      Lowered lowered, Workload.TrainingSteps steps, Cancellation cancellation, Progress progress) {
    require(lowered);
    var inputs = MicroBatchInputs.toFill(lowered.binding());
    try (var prepared =
        cancellation.during(
            () -> new PreparedRun(lowered, LoadedDevices.load(lowered, runtimes), inputs))) {
      return new TrainingRun(prepared, steps).run(cancellation, progress);
    }
  }

  private void require(Lowered lowered) {
    LocalDevices.require(lowered, runtimes);
    long needed = neededBytes(lowered);
    if (needed > MachineMemory.availableBytes()) {
      runtimes.makeRoom();
    }
    MachineMemory.require(needed, Phrase.of("words.theRun"));
  }

  /// Measures what is prepared, several by turns.
  public static List<RunResult> measure(
      List<? extends PlanExecution> prepared,
      Workload.ClosedRepeats repeats,
      Cancellation cancellation,
      Progress progress) {
    if (prepared.size() == 1 && !progress.isWatching()) {
      var measurement = new Measurement(prepared.getFirst(), repeats.warmups(), repeats.repeats());
      measurement.settle(cancellation, progress);
      measurement.measureAll(cancellation, progress);
      return List.of(measurement.result());
    }
    var joint = new JointProgress(progress, prepared.size());
    var measured =
        prepared.stream()
            .map(each -> new Measurement(each, repeats.warmups(), repeats.repeats()))
            .toList();
    for (int i = 0; i < measured.size(); i++) {
      measured.get(i).settle(cancellation, joint.of(i));
    }
    while (!cancellation.isCancelled() && !measured.stream().allMatch(Measurement::isOver)) {
      for (int i = 0; i < measured.size(); i++) {
        measured.get(i).turn(cancellation, joint.of(i));
      }
      progress.latest(measured.getFirst()::latest);
    }
    return measured.stream().map(Measurement::result).toList();
  }

  /// Loads, allocates and binds; nothing runs yet. Close what comes back.
  ///
  /// @throws ProblemException when a device is of another machine, this one has too little memory,
  ///   or the feeds do not fit
  public PreparedRun prepare(Lowered lowered, Workload.ClosedRepeats repeats) {
    require(lowered);
    var inputs = MicroBatchInputs.of(lowered.binding(), repeats.feeds(), repeats.seed());
    return new PreparedRun(lowered, LoadedDevices.load(lowered, runtimes), inputs);
  }

  /// As [#prepare], with inputs to be written before every run.
  public PreparedRun prepareToServe(Lowered lowered) {
    require(lowered);
    var inputs = MicroBatchInputs.toFill(lowered.binding());
    return new PreparedRun(lowered, LoadedDevices.load(lowered, runtimes), inputs);
  }

  /// As [#prepare], the devices of one rank.
  ///
  /// @param messages between the ranks
  public PreparedRun prepare(
      Lowered lowered, Workload.ClosedRepeats repeats, Share share, MessageThread messages) {
    var inputs = MicroBatchInputs.of(lowered.binding(), repeats.feeds(), repeats.seed());
    return prepare(lowered, inputs, share, messages);
  }

  /// The devices of one rank, to train; inputs are to be filled.
  public PreparedRun prepareToTrain(Lowered lowered, Share share, MessageThread messages) {
    return prepare(lowered, MicroBatchInputs.toFill(lowered.binding()), share, messages);
  }

  private PreparedRun prepare(
      Lowered lowered, MicroBatchInputs inputs, Share share, MessageThread messages) {
    long bytes = 0;
    for (int device = 0; device < lowered.cluster().devices().size(); device++) {
      bytes += share.owns(device) ? lowered.valueBytes(device) : 0;
    }
    MachineMemory.require(bytes, Phrase.of("words.theRun"));
    var loaded = LoadedDevices.load(lowered, runtimes, share);
    return new PreparedRun(lowered, loaded, inputs, share, messages);
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
