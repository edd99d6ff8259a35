package dev.partitura.ui.run;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.plan.BatchWords;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.plan.Replication;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Project;
import org.jspecify.annotations.Nullable;

/// Lays a network on a cluster by a preset. Remembers the types of the last network, so that a
/// slider can ask again and again. Any thread.
public final class PlanMaker {
  private static final long ONE_SAMPLE = 1;

  private volatile @Nullable Known known;

  private record Known(Network network, NetworkTypes types) {}

  /// A plan for a project with all that its plan has beside the degrees.
  ///
  /// @param trains whether it is to train, so that stages take the same time forward and back
  /// @throws ProblemException when cluster or network are too small for it
  public Plan make(Project project, Degrees degrees, int microBatches, boolean trains) {
    return make(project, degrees, microBatches, project.plan().rule(), trains);
  }

  /// The same with another rule of order: stages lie as it wants them.
  public Plan make(
      Project project, Degrees degrees, int microBatches, String schedule, boolean trains) {
    var plan = project.plan();
    var wanted =
        new PlanPreset(
            degrees.kind(),
            degrees.each(),
            0,
            microBatches,
            BatchWords.NONE,
            schedule,
            plan.collective(),
            degrees.shards(),
            plan.sequenceParallel() && degrees.shards() > 1,
            plan.parts().getFirst().recompute(),
            Replication.WHOLE,
            plan.passes().precision(),
            plan.sequenceChunks());
    var laid =
        Presets.plan(wanted, types(project.network()), project.cluster(), trains)
            .withPasses(plan.passes())
            .withGlobalBatch(plan.globalBatch());
    return laid.replicas() > 1 ? laid.with(plan.replication()) : laid;
  }

  /// Types of a network for one sample.
  private NetworkTypes types(Network network) {
    var last = known;
    if (last != null && last.network().equals(network)) {
      return last.types();
    }
    var types = OpenAxes.types(network, ONE_SAMPLE);
    known = new Known(network, types);
    return types;
  }
}
