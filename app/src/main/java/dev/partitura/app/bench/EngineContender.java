package dev.partitura.app.bench;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.execute.local.PreparedRun;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import java.util.Arrays;
import java.util.Map;

/// This engine with one plan.
final class EngineContender implements Contender {
  private final String name;
  private final int samples;
  private final PreparedRun prepared;

  private EngineContender(String name, int samples, PreparedRun prepared) {
    this.name = name;
    this.samples = samples;
    this.prepared = prepared;
  }

  /// @param preset text of a plan, such as `data=2,micro-batches=1`
  /// @param workers CPU workers it may use
  static EngineContender of(Network network, String preset, int workers, int samples) {
    var cluster = Clusters.workers(workers);
    var request =
        new RunRequest(
            network,
            cluster,
            plan(network, preset, cluster),
            samples,
            Map.of(),
            PeerContender.SEED,
            1,
            0);
    return new EngineContender(
        preset,
        samples,
        new LocalExecutor().prepare(LoweringRunner.lower(request), request.workload()));
  }

  private static Plan plan(Network network, String preset, Cluster cluster) {
    return Presets.plan(PlanPreset.parse(preset), TypeInference.infer(network), cluster);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean ours() {
    return true;
  }

  @Override
  public boolean alone() {
    return name.startsWith("single");
  }

  @Override
  public int samples() {
    return samples;
  }

  @Override
  public long run(int times) {
    return Arrays.stream(prepared.measure(times, new Cancellation())).sum();
  }

  /// Runs with a trace.
  RunResult traced(int times) {
    return prepared.run(1, times, new Cancellation(), Progress.NONE);
  }

  @Override
  public void close() {
    prepared.close();
  }
}
