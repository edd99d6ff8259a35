package dev.partitura.engine.project;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.execute.TrainingSettings;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Plan;
import org.jspecify.annotations.Nullable;

/// What a person works on: every edit makes the next one of these. Immutable.
///
/// @param training how it was last wanted to be trained; null where nobody said
public record Project(
    Network network,
    Cluster cluster,
    Plan plan,
    Diagram diagram,
    @Nullable TrainingSettings training) {
  /// One that nobody has trained yet.
  public Project(Network network, Cluster cluster, Plan plan, Diagram diagram) {
    this(network, cluster, plan, diagram, null);
  }

  public Project withCluster(Cluster next) {
    return new Project(network, next, plan, diagram, training);
  }

  public Project withNetwork(Network newNetwork) {
    return new Project(newNetwork, cluster, plan, diagram, training);
  }

  public Project withPlan(Plan next) {
    return new Project(network, cluster, next, diagram, training);
  }

  public Project withDiagram(Diagram next) {
    return new Project(network, cluster, plan, next, training);
  }

  public Project withTraining(TrainingSettings next) {
    return new Project(network, cluster, plan, diagram, next);
  }
}
