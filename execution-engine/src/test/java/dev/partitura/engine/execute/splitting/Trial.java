package dev.partitura.engine.execute.splitting;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.plan.Mesh;
import dev.partitura.engine.plan.Part;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/// A network and what it is fed with, to be run under many plans.
///
/// @param seed that made it, or 0
record Trial(long seed, Network network, Map<String, Tensor> feeds) {
  private static final Cluster CLUSTER = Clusters.workers(4);
  private static final Pattern INTERNAL =
      Pattern.compile("\\w+(Exception|Error)\\b|dev\\.partitura|\\bnull\\b");

  /// What a plan made of it.
  sealed interface Result {
    record Ran(Map<String, Tensor> outputs) implements Result {}

    record Refused(String code, String sentence) implements Result {}

    record Broken(String fault) implements Result {}
  }

  Result run(String preset) {
    return run(preset, CLUSTER.devices().size());
  }

  /// Under the plan of a preset, its parts dealt out to the first `devices` of the cluster.
  Result run(String preset, int devices) {
    try {
      var types = OpenAxes.types(network, 1);
      var plan = dealt(Presets.plan(PlanPreset.parse(preset), types, CLUSTER), devices);
      var request = new RunRequest(network, CLUSTER, plan, 0, feeds, 1, 1, 0);
      return new Result.Ran(
          new LoweringRunner(new LocalExecutor())
              .run(request, new Cancellation(), Progress.NONE)
              .outputs());
    } catch (ProblemException refused) {
      var sentence = Objects.requireNonNull(refused.getMessage());
      return INTERNAL.matcher(sentence).find()
          ? new Result.Broken("not for a user: " + sentence)
          : new Result.Refused(refused.problems().getFirst().code(), sentence);
    } catch (RuntimeException | Error fault) {
      return new Result.Broken(String.valueOf(fault));
    }
  }

  private static Plan dealt(Plan plan, int devices) {
    var parts =
        plan.parts().stream()
            .map(part ->
                new Part(new Mesh(dealt(part.mesh().devices(), devices), part.mesh().shards())))
            .toList();
    return plan.with(parts, plan.partition());
  }

  private static List<DeviceId> dealt(List<DeviceId> from, int devices) {
    return from.stream()
        .map(CLUSTER::indexOf)
        .map(index -> CLUSTER.devices().get(index % devices).id())
        .toList();
  }

  /// Why a plan is wrong where the unsplit run ended as `want`; empty when it is right. A network
  /// that runs unsplit may be refused for its plan or its batch, not for an op of its own.
  static String wrong(Result got, Result want) {
    return switch (got) {
      case Result.Broken(var fault) -> "fails: " + fault;
      case Result.Refused(var code, var sentence) ->
          want instanceof Result.Ran && !code.startsWith("plan.") && !code.startsWith("run.")
              ? "is refused for what is no fault of the network: " + sentence
              : "";
      case Result.Ran(var outputs) ->
          switch (want) {
            case Result.Ran(var expected) -> SameValues.difference(outputs, expected);
            case Result.Refused(_, var sentence) -> "runs, and single is refused: " + sentence;
            case Result.Broken _ -> "";
          };
    };
  }

  /// Why `preset` is wrong; empty when it gives the values of the unsplit run or is refused.
  String wrong(String preset) {
    return wrong(run(preset), run("single"));
  }

  Trial with(Network other) {
    return new Trial(seed, other, feeds);
  }

  @Override
  public String toString() {
    var text = new StringBuilder(NetworkText.of(network));
    feeds.forEach((name, tensor) ->
        text.append(name).append(" is fed ").append(NetworkText.of(tensor)).append('\n'));
    return text.toString();
  }
}
