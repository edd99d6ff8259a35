package dev.partitura.engine.plan;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Topology;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;

/// What a plan lets happen at the same time, read off the plan and the network that it is for.
///
/// @param places different meshes that have ops; parts that share one count once
/// @param stages parts that have ops
/// @param replicas each on devices of its own; two that pass the same ones in opposite directions
///   count once
/// @param microBatches of each replica
/// @param inLine whether the stages follow each other: each feeds only later ones, and each but the
///   first reads what an earlier one makes
/// @param overlap ops of one micro-batch that are under way at once on average, if every op took
///   equally long and moving values took no time; 1 when they always wait for each other
/// @param shards among which the parts that have most of them split their tensors
public record Parallelism(
    int places,
    int stages,
    int replicas,
    int microBatches,
    boolean inLine,
    double overlap,
    int shards) {
  /// Cutting a chain of residual blocks leaves a shortcut or two beside the chain; branches are
  /// more.
  private static final double BRANCHES = 1.1;

  /// Cost O(ops + edges).
  public static Parallelism of(Network network, Plan plan) {
    var topology = Topology.of(network);
    var ops = network.ops();
    var finish = new double[ops.size()];
    var hasWork = new boolean[ops.size()];
    var free = new HashMap<Mesh, Double>();
    var stages = new HashSet<Integer>();
    var fed = new HashSet<Integer>();
    boolean forward = true;
    int first = plan.parts().size();
    double work = 0;
    for (int op : topology.order()) {
      int part = plan.partOf(ops.get(op).id());
      double ready = 0;
      for (var value : ops.get(op).dependencies()) {
        int producer = topology.producer(value);
        if (producer >= 0) {
          int from = plan.partOf(ops.get(producer).id());
          forward &= from <= part;
          if (from < part) {
            fed.add(part);
          }
          ready = Math.max(ready, finish[producer]);
        }
        // What depends on constants alone is folded, or done once.
        hasWork[op] |=
            producer < 0 ? !network.initializers().containsKey(value) : hasWork[producer];
      }
      stages.add(part);
      first = Math.min(first, part);
      if (hasWork[op]) {
        var mesh = plan.parts().get(part).mesh();
        finish[op] = Math.max(ready, free.getOrDefault(mesh, 0.0)) + 1;
        free.put(mesh, finish[op]);
        work++;
      }
    }
    fed.add(first);
    double makespan = Arrays.stream(finish).max().orElse(0);
    return new Parallelism(
        free.size(),
        plan.stages(network).size(),
        plan.replicas() / (plan.isBothWays() ? 2 : 1),
        plan.microBatches(),
        forward && fed.containsAll(stages),
        makespan == 0 ? 1 : work / makespan,
        plan.parts().stream().mapToInt(each -> each.mesh().shards()).max().orElse(1));
  }

  /// Micro-batches pass from stage to stage on several devices. Stages of which one micro-batch
  /// takes several at once are branches rather than stages of a pipeline.
  public boolean isPipeline() {
    return places > 1 && inLine && (microBatches > 1 || overlap < BRANCHES);
  }

  /// Parts of one micro-batch are computed at the same time on different devices.
  public boolean isBranched() {
    return places > 1 && overlap > 1 && !isPipeline();
  }
}
