package dev.partitura.ui.session;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.project.Project;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// What was served: a network under a plan on a cluster.
///
/// @param strategy what the plan is called, such as `pipeline`
public record ServedWhat(Network network, Cluster cluster, Plan plan, String strategy) {
  /// What of it is no longer as it is at hand; empty where its results hold.
  public Set<Standing.Part> changed(Project now) {
    var changed = EnumSet.noneOf(Standing.Part.class);
    if (!network.equals(now.network())) {
      changed.add(Standing.Part.NETWORK);
    }
    if (!cluster.equals(now.cluster())) {
      changed.add(Standing.Part.CLUSTER);
    }
    if (!plan.equals(now.plan())) {
      changed.add(Standing.Part.PLAN);
    }
    return Collections.unmodifiableSet(changed);
  }
}
