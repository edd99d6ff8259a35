package dev.partitura.engine.planner;

import dev.partitura.engine.planner.graph.JobShop;
import dev.partitura.engine.planner.graph.LayerGraph;
import dev.partitura.engine.planner.graph.PlannableGraph;
import dev.partitura.engine.planner.graph.TaskDag;
import dev.partitura.engine.problem.ProblemException;

/// Finds the plan of a graph in the way of its kind.
///
/// Works until the plan is proven best or the work is cancelled, and then hands back the best found
/// with the bound proven so far. Pure but for that; any thread.
public final class GraphPlanner {
  private GraphPlanner() {}

  /// @throws ProblemException when there is no device, or no plan fits
  public static GraphPlan plan(PlannableGraph graph, PlanRequest request) {
    if (request.objective() == PlanRequest.Objective.MEMORY) {
      throw ProblemException.of("planner.objective.memory", "");
    }
    return switch (graph) {
      case LayerGraph layers -> new LayerPlan(layers, request).find();
      case TaskDag dag -> ShopPlan.of(dag, request);
      case JobShop shop -> ShopPlan.of(shop, request);
    };
  }
}
