package dev.partitura.app.cli;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.NumberFormat;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.planner.PlanRequest.Objective;
import dev.partitura.engine.planner.network.NetworkPlanner;
import dev.partitura.engine.planner.network.NetworkRequest;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.training.optimizer.Optimizers;
import dev.partitura.samples.SampleModels;
import dev.partitura.samples.families.Families;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What is said of the plan of a network, beside what is said of any plan.
final class NetworkPlanning {
  /// Samples for each device where nobody says how many.
  private static final int SAMPLES_EACH = 8;

  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  @Option(
      names = "--cluster",
      paramLabel = "CLUSTER",
      description =
          "Of a network: cpu:N, devices of the catalogue such as 8xA100-SXM4-80GB or 16*8xA100-SXM4-80GB (16 hosts of 8), or a JSON file.")
  private @Nullable String cluster;

  @Option(names = "--train", description = "Plan training steps of a network, not inference.")
  private boolean train;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description = "Of the training step. Default: ${DEFAULT-VALUE}.")
  private String optimizer = "adam";

  @Option(
      names = "--global-batch",
      paramLabel = "N",
      converter = WholeNumber.FromOne.class,
      description =
          "Samples of an iteration over all replicas. Default: 8 for each device, and 1 for latency.")
  private @Nullable Integer globalBatch;

  @Option(
      names = "--precision",
      paramLabel = "FORMAT",
      description =
          "fp32 or bf16. Default: bf16 where the devices are of the catalogue and multiply such, else fp32.")
  private @Nullable String precision;

  @Option(
      names = "--simulations",
      paramLabel = "N",
      converter = WholeNumber.FromOne.class,
      description =
          "Plans of a network that are run in thought at most; of large ones fewer are (default: ${DEFAULT-VALUE}).")
  private int simulations = NetworkRequest.USUAL_SIMULATIONS;

  /// Whether training steps are planned.
  boolean trains() {
    return train;
  }

  /// Whether a network is meant and no graph.
  boolean isMeant(String model) {
    int colon = model.indexOf(':');
    return cluster != null
        || model.endsWith(".onnx")
        || SampleModels.find(model).isPresent()
        || Families.names().contains(colon < 0 ? model : model.substring(0, colon));
  }

  /// @param begun when the command began, by the clock of this process
  /// @throws ProblemException when something that is said is wrong, or no plan fits
  NetworkPlanReport plan(
      String model,
      @Nullable Objective objective,
      @Nullable Double memory,
      double timeLimit,
      long begun) {
    if (cluster == null) {
      throw ProblemException.of("planner.network.cluster", model);
    }
    var network = Sources.network(model);
    var request = request(network, Sources.cluster(cluster), objective, memory);
    var progress = TerminalProgress.create();
    try {
      var plan =
          Checkpoint.until(
              () -> System.nanoTime() - begun > timeLimit * NANOS,
              () -> NetworkPlanner.plan(request, progress, System::nanoTime));
      return new NetworkPlanReport(
          plan, network, request.globalBatch(), (System.nanoTime() - begun) / NANOS);
    } finally {
      TerminalProgress.finish(progress);
    }
  }

  private NetworkRequest request(
      Network network, Cluster on, @Nullable Objective objective, @Nullable Double memory) {
    var wanted = objective == null ? Objective.THROUGHPUT : objective;
    int usual = wanted == Objective.LATENCY ? 1 : SAMPLES_EACH * on.devices().size();
    return new NetworkRequest(
        network,
        on,
        train ? Optimizers.of(optimizer, null) : null,
        wanted,
        globalBatch == null ? usual : globalBatch,
        memory == null ? Long.MAX_VALUE : Math.round(memory),
        precision(on),
        simulations);
  }

  private Precision precision(Cluster on) {
    var asked = precision;
    if (asked != null) {
      return Precision.find(asked)
          .orElseThrow(() ->
              ProblemException.of(
                  "plan.precision.unknown", asked, "precision=" + asked, Precision.words()));
    }
    var model = on.devices().getFirst().model();
    return model != null
            && (model.peak(NumberFormat.BF16) != null || model.peak(NumberFormat.FP16) != null)
        ? Precision.BF16
        : Precision.FP32;
  }
}
