package dev.partitura.ui.run;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Preset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Project;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lays a network on a cluster by a preset. Remembers the types of the last network, so that a
/// slider can ask again and again. Any thread.
public final class PlanMaker {
  private static final long ONE_SAMPLE = 1;

  private volatile @Nullable Known known;

  private record Known(Network network, NetworkTypes types) {}

  /// A plan for a project, with the passes, the rule of order, the all-reduce and the ways of its
  /// replicas that its plan has.
  ///
  /// @throws ProblemException when cluster or network are too small for it
  public Plan make(Project project, Preset preset, List<Integer> degrees, int microBatches) {
    return make(project, preset, degrees, microBatches, project.plan().rule());
  }

  /// The same with another rule of order: stages lie as it wants them.
  public Plan make(
      Project project, Preset preset, List<Integer> degrees, int microBatches, String schedule) {
    var wanted =
        new PlanPreset(preset, degrees, microBatches, schedule, project.plan().collective());
    var plan =
        Presets.plan(wanted, types(project.network()), project.cluster())
            .withPasses(project.plan().passes());
    return plan.replicas() > 1 ? plan.with(project.plan().replication()) : plan;
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
