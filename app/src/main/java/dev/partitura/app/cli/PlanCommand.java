package dev.partitura.app.cli;

import dev.partitura.engine.file.AtomicFile;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.planner.GraphPlan;
import dev.partitura.engine.planner.GraphPlanner;
import dev.partitura.engine.planner.PlanRequest;
import dev.partitura.engine.planner.PlanRequest.Objective;
import dev.partitura.engine.planner.graph.GraphFile;
import dev.partitura.engine.planner.graph.LayerGraph;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Spreads a network, or a graph of layers or tasks, over devices, and tells how good that is.
@Command(
    name = "plan",
    description = "Spread a network, or a graph of layers or tasks, over devices, with a bound.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  partitura plan gnmt_inference.json --devices 6 --report plan.json",
      "  partitura plan gnmt_inference.json --devices 6 --cpus 0 --memory 17e9 --non-contiguous",
      "  partitura plan jobshops.json --instance ft10 --time-limit 60",
      "  partitura plan workflow.json --devices 4 --output schedule.csv",
      "  partitura plan resnet50 --cluster 8xA100-SXM4-80GB --train --output plan.json",
      "  partitura plan bert:layers=24 --cluster cpu:2 --objective latency --report report.json",
      "",
      "The report of a graph is one JSON object: kind, devices, bottleneck or makespan in the unit that the",
      "file has, lowerBound, optimal, gap (a share), method, seconds, loads and assignment. When",
      "the time is over, or at Ctrl-C, the best plan so far is told with the bound proven so far.",
      "That of a network: plan (its words), planFile, origin, iterationNanos, lowerBoundNanos, gap,",
      "peakBytes, candidates, plansTried, plansPerSecond, pareto (plans by time, memory and devices),",
      "bottleneck, alternatives and binding (what keeps faster plans away). --output is a plan file."
    })
final class PlanCommand implements Callable<Integer> {
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "MODEL|GRAPH",
      description =
          "A sample, a family or an ONNX file; or a file of layers or operators with their times, tasks or a job shop.")
  private String subject = "";

  @Mixin private NetworkPlanning network = new NetworkPlanning();

  @Option(
      names = "--instance",
      paramLabel = "NAME",
      description = "Which of the graphs that the file holds.")
  private @Nullable String instance;

  @Option(
      names = "--devices",
      paramLabel = "K",
      converter = WholeNumber.FromZero.class,
      description = "Accelerators, or processors (default: as many as the file states).")
  private @Nullable Integer devices;

  @Option(
      names = "--cpus",
      paramLabel = "L",
      converter = WholeNumber.FromZero.class,
      description = "CPUs beside the accelerators (default: as many as the file states).")
  private @Nullable Integer cpus;

  @Option(
      names = "--memory",
      paramLabel = "BYTES",
      converter = Amount.class,
      description = "Memory of an accelerator (default: as much as the file states).")
  private @Nullable Double memory;

  @Option(
      names = "--objective",
      paramLabel = "WHAT",
      description =
          "throughput: the time between samples; latency: that of one; memory, of a network: what the"
              + " fullest device takes (default: throughput where samples stream, else latency).")
  private @Nullable Objective objective;

  @Option(
      names = "--time-limit",
      paramLabel = "S",
      converter = Amount.class,
      defaultValue = "300",
      description = "Seconds after which the best plan so far is told (default: ${DEFAULT-VALUE}).")
  private double timeLimit;

  @ArgGroup private @Nullable Shape shape;

  @Option(names = "--report", paramLabel = "FILE", description = "Write the plan as JSON.")
  private @Nullable Path report;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description =
          "Write a line a node as CSV: node, device, start, end; of a network a plan file.")
  private @Nullable Path output;

  private static final class Shape {
    @Option(
        names = "--contiguous",
        description = "Let data never come back to a device that it has left (default).")
    private boolean contiguous;

    @Option(names = "--non-contiguous", description = "Let any node go anywhere.")
    private boolean free;
  }

  @Override
  public Integer call() {
    if (report != null) {
      AtomicFile.check(report);
    }
    if (output != null) {
      AtomicFile.check(output);
    }
    var written = network.isMeant(subject) ? planNetwork() : planGraph();
    // Ctrl-C ends the search, and what it found is told all the same: a file is not written by an
    // interrupted thread.
    boolean interrupted = Thread.interrupted();
    var line = spec.commandLine();
    boolean aside =
        report != null && AtomicFile.isStandardOutput(report)
            || output != null && AtomicFile.isStandardOutput(output);
    (aside ? line.getErr() : line.getOut()).print(written.text());
    if (report != null) {
      AtomicFile.writeText(report, written.report());
    }
    if (output != null) {
      AtomicFile.writeText(output, written.output());
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return CommandLineTool.DONE;
  }

  /// What is told in three ways.
  private record Written(String text, String report, String output) {}

  private Written planNetwork() {
    Unheeded.refuse(
        spec,
        "is for graph files, not for networks. Leave it out: --cluster says on what a network runs.",
        "--instance",
        "--devices",
        "--cpus",
        "--contiguous",
        "--non-contiguous");
    if (!network.trains()) {
      Unheeded.withoutTraining(spec, "--optimizer");
    }
    var told = network.plan(subject, objective, memory, timeLimit, System.nanoTime());
    return new Written(told.text(), told.json(), told.planFile());
  }

  private Written planGraph() {
    Unheeded.refuse(
        spec,
        "is for networks, not for graph files. Leave it out.",
        "--train",
        "--optimizer",
        "--global-batch",
        "--precision",
        "--simulations");
    var graph = GraphFile.read(Sources.path(subject), instance);
    if (!(graph instanceof LayerGraph)) {
      Unheeded.refuse(
          spec,
          "is for graphs of layers, not of tasks. Leave it out.",
          "--cpus",
          "--memory",
          "--contiguous",
          "--non-contiguous");
    }
    var request =
        new PlanRequest(
            devices == null ? OptionalInt.empty() : OptionalInt.of(devices),
            cpus == null ? OptionalInt.empty() : OptionalInt.of(cpus),
            memory == null ? OptionalDouble.empty() : OptionalDouble.of(memory),
            objective,
            shape == null || shape.contiguous && !shape.free);
    long begun = System.nanoTime();
    double most = timeLimit * NANOS;
    GraphPlan plan =
        Checkpoint.until(
            () -> System.nanoTime() - begun > most, () -> GraphPlanner.plan(graph, request));
    var told = new PlanReport(plan, (System.nanoTime() - begun) / NANOS);
    return new Written(told.text(), told.json(), told.csv());
  }
}
