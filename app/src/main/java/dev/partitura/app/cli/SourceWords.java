package dev.partitura.app.cli;

import dev.partitura.app.bench.PlanWords;
import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Plan;
import java.util.Map;

/// The words of commands, for benchmarks.
public final class SourceWords implements PlanWords {
  @Override
  public Network network(String model) {
    return Sources.network(model);
  }

  @Override
  public Cluster cluster(String words) {
    return Sources.cluster(words);
  }

  @Override
  public Plan plan(String words, Network network, Cluster cluster, int batch) {
    return Sources.plan(words, network, cluster, batch, Map.of());
  }
}
