package dev.partitura.engine.project;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Plan;

/// What a person works on: every edit makes the next one of these. Immutable.
public record Project(Network network, Cluster cluster, Plan plan, Diagram diagram) {
  public Project withCluster(Cluster next) {
    return new Project(network, next, plan, diagram);
  }

  public Project withNetwork(Network newNetwork) {
    return new Project(newNetwork, cluster, plan, diagram);
  }

  public Project withPlan(Plan next) {
    return new Project(network, cluster, next, diagram);
  }

  public Project withDiagram(Diagram next) {
    return new Project(network, cluster, plan, next);
  }
}
