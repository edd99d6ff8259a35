package dev.partitura.ui.run;

import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.ui.session.Elsewhere;
import java.util.LinkedHashMap;
import java.util.Map;

/// Finds out which strategies a network, a cluster and a batch leave. Any thread.
final class StrategyCheck {
  /// Ops above which nobody waits for the answer: a plan that cannot be says so when it runs.
  private static final int MOST_OPS = 2_000;

  private final PlanMaker plans;
  private final Lowering lowering = new Lowering();
  private final Lowering predicting = Lowering.toPredict();

  StrategyCheck(PlanMaker plans) {
    this.plans = plans;
  }

  /// Why strategies cannot be taken, by strategy, of those for which there are devices.
  ///
  /// @param batch samples of an iteration; 0 where the plan chooses them
  /// @param trains whether plans are to train
  Map<String, Problem> refusals(Project project, int batch, boolean trains) {
    var refusals = new LinkedHashMap<String, Problem>();
    int devices = project.cluster().devices().size();
    if (project.network().ops().isEmpty() || project.network().ops().size() > MOST_OPS) {
      return refusals;
    }
    for (var strategy : Degrees.strategies()) {
      var least = Degrees.first(strategy, 1);
      if (least.leastDevices() <= devices) {
        try {
          var wanted = Degrees.first(strategy, Math.max(least.leastDevices(), used(project)));
          lay(project, wanted, slices(project, wanted), project.plan().rule(), batch, trains);
        } catch (ProblemException refused) {
          refusals.put(strategy, refused.problems().getFirst());
        }
      }
    }
    return refusals;
  }

  static int slices(Project project, Degrees wanted) {
    return wanted.kind().passesMicroBatches() ? Math.max(4, project.plan().microBatches()) : 0;
  }

  private static int used(Project project) {
    return project.plan().devices().size();
  }

  /// A plan with these degrees under a rule of order; where that cannot lie so, under the first.
  /// Where tensors cannot be split among so many shards, fewer are taken.
  ///
  /// @throws ProblemException when there is none
  Plan lay(
      Project project,
      Degrees wanted,
      int microBatches,
      String schedule,
      int batch,
      boolean trains) {
    ProblemException last = null;
    for (int shards = wanted.shards(); shards > 1 || shards == wanted.shards(); shards--) {
      var degrees = new Degrees(wanted.kind(), wanted.each(), shards);
      try {
        return checked(project, ordered(project, degrees, microBatches, schedule, trains), batch);
      } catch (ProblemException refused) {
        last = last == null ? refused : last;
      }
    }
    throw last;
  }

  private Plan ordered(
      Project project, Degrees degrees, int microBatches, String schedule, boolean trains) {
    try {
      return plans.make(project, degrees, microBatches, schedule, trains);
    } catch (ProblemException refused) {
      if (schedule.equals(Plan.FORWARD)) {
        throw refused;
      }
      return plans.make(project, degrees, microBatches, Plan.FORWARD, trains);
    }
  }

  private Plan checked(Project project, Plan plan, int batch) {
    int replicas = plan.replicas();
    if (batch % replicas != 0) {
      throw ProblemException.of("plan.batch.split", "", batch, replicas, 1, replicas);
    }
    if (plan.isSharded() && project.network().ops().size() <= MOST_OPS) {
      split(project, plan);
    }
    return plan;
  }

  /// What keeps a batch from being split has ways out that a run offers, so it keeps nobody from
  /// the plan.
  private void split(Project project, Plan plan) {
    try {
      lowering(project).split(project.network(), project.cluster(), plan, 0);
    } catch (ProblemException refused) {
      if (refused.problems().stream().anyMatch(problem -> !isOfBatch(problem))) {
        throw refused;
      }
    }
  }

  private static boolean isOfBatch(Problem problem) {
    return problem.code().startsWith("plan.batch.");
  }

  /// What nothing here can run is laid out in thought.
  private Lowering lowering(Project project) {
    return Elsewhere.reason(project) == null ? lowering : predicting;
  }
}
