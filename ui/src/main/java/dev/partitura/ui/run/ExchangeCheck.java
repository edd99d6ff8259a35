package dev.partitura.ui.run;

import dev.partitura.engine.execute.TrainingSettings;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.Recompute;
import dev.partitura.engine.plan.Replication;
import dev.partitura.engine.plan.collective.AllReduces;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.ui.session.Elsewhere;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Finds out which ways of training a plan leaves: lays a step out in each and hears what the
/// engine refuses. Any thread; cost as that of a dozen layouts.
final class ExchangeCheck {
  private static final int SMALLEST_BATCH = 0;

  private final Lowering lowering = new Lowering();
  private final Lowering predicting = Lowering.toPredict();

  /// Why ways cannot be taken, by way. What keeps the plan from being trained in any way is no
  /// reason against one.
  Map<ExchangeWay, Problem> refusals(Project project) {
    var refusals = new LinkedHashMap<ExchangeWay, Problem>();
    if (project.network().ops().isEmpty()) {
      return refusals;
    }
    var usual =
        project
            .plan()
            .with(Replication.WHOLE)
            .withCollective(AllReduces.RING)
            .withRecompute(Recompute.NONE);
    var anyway = problems(project, usual).stream().map(Problem::code).collect(Collectors.toSet());
    for (var way : ExchangeWay.all()) {
      problems(project, way.in(project.plan())).stream()
          .filter(problem -> !anyway.contains(problem.code()))
          .findFirst()
          .ifPresent(problem -> refusals.put(way, problem));
    }
    return refusals;
  }

  private List<Problem> problems(Project project, Plan plan) {
    var known = project.training();
    var settings = known != null ? known : TrainingSettings.suggested(project.network());
    try {
      lowering(project)
          .lowerStep(
              project.network(),
              project.cluster(),
              plan,
              settings.makeOptimizer(),
              SMALLEST_BATCH,
              Map.of(),
              null);
      return List.of();
    } catch (ProblemException refused) {
      return refused.problems();
    }
  }

  /// What nothing here can run is laid out in thought.
  private Lowering lowering(Project project) {
    return Elsewhere.reason(project) == null ? lowering : predicting;
  }
}
