package dev.partitura.ui.run;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.plan.Mesh;
import dev.partitura.engine.plan.Parallelism;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Project;
import java.util.List;

/// Takes a project to another cluster with as much of its plan as can come along: the same devices,
/// else those in the same places, else the same strategy on fewer devices, else one device. Any
/// thread.
public final class ClusterMove {
  private ClusterMove() {}

  /// @param trains whether a plan that must be laid anew is to train
  public static Project to(Project project, Cluster cluster, boolean trains) {
    var next = project.withCluster(cluster);
    var used = project.plan().devices();
    if (used.stream().allMatch(id -> cluster.device(id) != null)) {
      return next;
    }
    int most = used.stream().mapToInt(project.cluster()::indexOf).max().orElse(0);
    boolean known = used.stream().allMatch(id -> project.cluster().indexOf(id) >= 0);
    if (known && most < cluster.devices().size()) {
      return next.withPlan(placed(project.plan(), project.cluster(), cluster));
    }
    return next.withPlan(fewer(next, trains));
  }

  private static Plan placed(Plan plan, Cluster from, Cluster to) {
    var parts =
        plan.parts().stream()
            .map(part ->
                part.with(new Mesh(places(part.mesh().devices(), from, to), part.mesh().shards())))
            .toList();
    return plan.with(parts, plan.partition());
  }

  private static List<DeviceId> places(List<DeviceId> devices, Cluster from, Cluster to) {
    return devices.stream().map(id -> to.devices().get(from.indexOf(id)).id()).toList();
  }

  private static Plan fewer(Project project, boolean trains) {
    var plan = project.plan();
    var present = Degrees.of(Parallelism.of(project.network(), plan));
    int devices = project.cluster().devices().size();
    if (present != null && present.leastDevices() <= devices) {
      try {
        return new PlanMaker()
            .make(project, Degrees.first(present.strategy(), devices), plan.microBatches(), trains);
      } catch (ProblemException refused) {
        // One device takes any network.
      }
    }
    return Plan.single(project.cluster().devices().getFirst().id()).withPasses(plan.passes());
  }
}
