package dev.partitura.app.bench;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Plan;

/// What the words of a benchmark stand for.
public interface PlanWords {
  Network network(String model);

  Cluster cluster(String words);

  Plan plan(String words, Network network, Cluster cluster, int batch);
}
