package dev.partitura.ui.run;

import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.Strategy;
import dev.partitura.engine.project.Project;

/// Lays a network on a cluster by one of the strategies.
@FunctionalInterface
public interface PlanMaker {
  /// A plan that can run, or the nearest to it.
  ///
  /// @param degree stages of a pipeline, replicas of data parallelism, workers of task parallelism
  Plan make(Project project, Strategy strategy, int degree, int microBatches);
}
