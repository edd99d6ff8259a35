package dev.partitura.engine.execute.serve.live;

import dev.partitura.engine.plan.Mesh;
import dev.partitura.engine.plan.Part;
import dev.partitura.engine.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/// Takes a plan apart into its replicas, each of which serves batches of its own.
final class ReplicaPlans {
  private ReplicaPlans() {}

  /// A plan of one replica for each replica; the plan itself where its replicas pass through one
  /// another.
  static List<Plan> of(Plan plan) {
    var whole = plan.withGlobalBatch(0);
    if (plan.replicas() == 1 || plan.isBothWays()) {
      return List.of(whole);
    }
    var replicas = new ArrayList<Plan>();
    for (int replica = 0; replica < plan.replicas(); replica++) {
      var parts = new ArrayList<Part>();
      for (var part : plan.parts()) {
        var mesh = part.mesh();
        parts.add(part.with(new Mesh(mesh.shardGroups().get(replica), mesh.shards())));
      }
      replicas.add(whole.with(parts, plan.partition()));
    }
    return replicas;
  }
}
