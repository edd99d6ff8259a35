package dev.partitura.app.cli;

import dev.partitura.engine.file.AtomicFile;
import dev.partitura.engine.file.TextFile;
import dev.partitura.engine.plan.schedule.Action;
import dev.partitura.engine.plan.schedule.OrderTimes;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.plan.schedule.Pipelines;
import dev.partitura.engine.plan.schedule.Schedule;
import dev.partitura.engine.plan.schedule.ScheduleCheck;
import dev.partitura.engine.plan.schedule.Schedules;
import dev.partitura.engine.plan.schedule.SearchBudget;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Prints the order of a pipeline schedule, and what it takes and holds.
@Command(
    name = "schedule",
    description = "Print the order of a pipeline schedule, its bubble, makespan and memory.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  partitura schedule --stages 4 --micro-batches 8 --schedule 1f1b --text",
      "  partitura schedule --stages 8 --micro-batches 24 --schedule zb-h1 --forward 18.522"
          + " --backward-input 18.086 --backward-weight 9.337 --transfer 0.601",
      "",
      "Times are in milliseconds, of a whole device's share of a micro-batch: chunks and pieces of",
      "the sequence divide them. The report is one JSON object: schedule, bubbleRate, makespanNanos,",
      "peakActivations and peakActivationsUntilInput (chunks of micro-batches that each device holds",
      "at most until the gradient of their weights, or of their inputs, is done).",
      "In a line of text 2F0 is stage 2, forward, micro-batch 0; B both gradients, I that of the",
      "inputs, W that of the weights; 2F0.1 a piece of the sequence; (0F7;3B3) two done as one."
    })
final class ScheduleCommand implements Callable<Integer> {
  private static final double NANOS = 1e6;

  /// Forwards of an order that is still drawn up in moments.
  private static final int MOST_PIECES = 1_000_000;

  /// Stages of an order that is still checked in moments, each against all others.
  private static final int MOST_STAGES = 4096;

  @Spec private CommandSpec spec;

  @Option(
      names = "--stages",
      required = true,
      paramLabel = "P",
      converter = WholeNumber.FromOne.class,
      description = "Devices of the pipeline.")
  private int stages;

  @Option(
      names = "--micro-batches",
      required = true,
      paramLabel = "M",
      converter = WholeNumber.FromOne.class,
      description = "Micro-batches of a step.")
  private int microBatches;

  @Option(
      names = "--schedule",
      required = true,
      paramLabel = "NAME|FILE",
      description = "A schedule, a list of actions such as \"0F0 0B0; 1F0 1B0\", or a file of one.")
  private String schedule = "";

  @Option(
      names = "--chunks",
      paramLabel = "V",
      converter = WholeNumber.FromOne.class,
      description = "Stages of each device (default: what the schedule takes).")
  private @Nullable Integer chunks;

  @Option(
      names = "--sequence-chunks",
      paramLabel = "Q",
      defaultValue = "1",
      converter = WholeNumber.FromOne.class,
      description = "Pieces of the sequence of a micro-batch (default: ${DEFAULT-VALUE}).")
  private int sequenceChunks;

  @Option(
      names = "--forward",
      paramLabel = "MS",
      defaultValue = "1",
      converter = TimeSpan.Milliseconds.class,
      description = "Time of a forward (default: ${DEFAULT-VALUE}).")
  private double forward;

  @Option(
      names = "--backward-input",
      paramLabel = "MS",
      defaultValue = "1",
      converter = TimeSpan.Milliseconds.class,
      description = "Time of a gradient of inputs (default: ${DEFAULT-VALUE}).")
  private double backwardInput;

  @Option(
      names = "--backward-weight",
      paramLabel = "MS",
      defaultValue = "1",
      converter = TimeSpan.Milliseconds.class,
      description = "Time of a gradient of weights (default: ${DEFAULT-VALUE}).")
  private double backwardWeight;

  @Option(
      names = "--transfer",
      paramLabel = "MS",
      defaultValue = "0",
      converter = TimeSpan.Milliseconds.class,
      description = "Time from device to device (default: ${DEFAULT-VALUE}).")
  private double transfer;

  @Option(
      names = "--overlapped-pair",
      paramLabel = "MS",
      converter = TimeSpan.Milliseconds.class,
      description = "Time of a forward and a backward done as one (default: the sum).")
  private @Nullable Double overlappedPair;

  @Option(
      names = "--memory-limit",
      paramLabel = "N",
      converter = WholeNumber.FromOne.class,
      description =
          "Chunks of micro-batches that a device may hold until the gradient of their inputs is"
              + " done; zb-auto makes the best of it.")
  private @Nullable Integer memoryLimit;

  @Option(names = "--report", paramLabel = "FILE", description = "Write the figures as JSON.")
  private @Nullable Path report;

  @Option(names = "--text", description = "Print the actions, a line a device.")
  private boolean text;

  @Override
  public Integer call() {
    if (report != null) {
      AtomicFile.check(report);
    }
    var chosen = find();
    int perDevice = chunks != null ? chunks : chosen.usualChunks(stages);
    checkSizes(chosen, perDevice);
    var problem =
        Pipelines.of(
            chosen,
            stages,
            microBatches,
            perDevice,
            sequenceChunks,
            nanos(chosen, perDevice),
            transfer * NANOS,
            memoryLimit == null ? 0 : memoryLimit);
    var order = chosen.order(problem, SearchBudget.PATIENT);
    var wrong =
        ScheduleCheck.check(
            problem,
            order,
            IntStream.range(0, stages).mapToObj(device -> "device " + device).toList());
    if (wrong != null) {
      throw new ProblemException(List.of(wrong));
    }
    if (order.stream().flatMap(List::stream).noneMatch(Action::joined)) {
      Unheeded.refuse(
          spec,
          "is for schedules that do a forward and a backward as one, and "
              + chosen.name()
              + " does not. Leave it out.",
          "--overlapped-pair");
    }
    double pair = overlappedPair == null ? Double.NaN : overlappedPair * NANOS / perDevice;
    var times = OrderTimes.of(problem, order, pair);
    checkMemory(chosen, times);
    var written = new ScheduleReport(chosen.name(), problem, order, times);
    spec.commandLine().getOut().print(text ? written.lines() : written.drawing());
    if (report != null) {
      AtomicFile.writeText(report, written.json());
    }
    return CommandLineTool.DONE;
  }

  private Schedule find() {
    var known = Schedules.find(schedule);
    if (known != null) {
      return known;
    }
    return Files.isRegularFile(Path.of(schedule))
        ? Schedules.read(TextFile.read(Path.of(schedule), Phrase.of("words.schedule", schedule)))
        : Schedules.read(schedule);
  }

  private void checkSizes(Schedule chosen, int perDevice) {
    if (sequenceChunks > 1 && !chosen.splitsSequence()) {
      throw ProblemException.of("schedule.sequence.none", "", chosen.name(), sequenceChunks);
    }
    if ((double) stages * perDevice * microBatches * sequenceChunks > MOST_PIECES) {
      throw ProblemException.of("schedule.size", "", MOST_PIECES);
    }
    if ((long) stages * perDevice > MOST_STAGES) {
      throw ProblemException.of("schedule.stages", "", MOST_STAGES);
    }
  }

  private void checkMemory(Schedule chosen, OrderTimes times) {
    int held = times.peakActivationsUntilInput().stream().reduce(0, Math::max);
    if (memoryLimit != null && held > memoryLimit) {
      throw ProblemException.of("schedule.memory", "", chosen.name(), held, memoryLimit);
    }
  }

  private Map<Phase, Double> nanos(Schedule chosen, int perDevice) {
    var nanos = new EnumMap<Phase, Double>(Phase.class);
    nanos.put(Phase.F, forward);
    nanos.put(Phase.B, chosen.splitsBackward() ? backwardInput : backwardInput + backwardWeight);
    if (chosen.splitsBackward()) {
      nanos.put(Phase.W, backwardWeight);
    }
    nanos.replaceAll((_, time) -> time * NANOS / perDevice);
    return nanos;
  }
}
