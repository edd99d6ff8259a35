package dev.partitura.engine.task.partition;

import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.plan.Places;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.problem.ProblemException;
import java.util.Objects;

/// The pass that splits ops among the shards of their parts: every shard gets each op at its own
/// share of the sizes, or whole where it is not split, and where one op leaves a value otherwise
/// than the next wants it, ops that exchange it come between. Source: GSPMD, Xu et al. 2021,
/// arXiv:2105.04663. Pure.
public final class Partition {
  private Partition() {}

  /// @param network whose kinds of action are those of the parts of `plan`
  /// @throws ProblemException when nothing in it can be split
  public static ShardedNetwork of(LoweredNetwork network, Plan plan, Cluster cluster) {
    return of(network, plan, cluster, Exchanging.MESSAGES);
  }

  /// @param how shards exchange values
  /// @throws ProblemException when nothing in it can be split
  public static ShardedNetwork of(
      LoweredNetwork network, Plan plan, Cluster cluster, Exchanging how) {
    var places = Places.of(plan);
    var values = new Values(network, places);
    var splits = new OpSplits(values, plan.sequenceParallel());
    var rules = SplitChoice.of(values, splits, new Moves(plan, cluster));
    if (rules.stream().allMatch(Objects::isNull)) {
      throw ProblemException.of("plan.tensor.nothing", "");
    }
    if (plan.sequenceParallel() && !splits.cutData(rules)) {
      throw ProblemException.of("plan.sequence.nothing", "");
    }
    return new ShardOps(values, places, plan, how).of(rules);
  }
}
