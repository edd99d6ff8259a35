package dev.partitura.engine.execute;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What to run and how often.
///
/// @param batch samples of one iteration over all replicas and micro-batches; 0 takes what the plan
///   says, else what the feeds hold or, without feeds, the smallest the plan can split
/// @param feeds tensors by input name; an input without one is made from the seed. A feed that
///   holds fewer samples than the plan splits is repeated to fill it, and the outputs are cut back
/// @param repeats measured iterations, at least 1
/// @param warmups iterations before them that are not measured, or [#UNTIL_SETTLED]
public record RunRequest(
    Network network,
    Cluster cluster,
    Plan plan,
    int batch,
    Map<String, Tensor> feeds,
    long seed,
    int repeats,
    int warmups) {
  /// Warm-ups until the times no longer change: in windows of 50 ms and three iterations at least,
  /// until the medians of three windows in a row lie within 5 %, for two seconds at most.
  public static final int UNTIL_SETTLED = -1;

  public RunRequest {
    feeds = Collections.unmodifiableMap(new LinkedHashMap<>(feeds));
    if (batch < 0 || repeats < 1 || warmups < UNTIL_SETTLED) {
      throw new IllegalArgumentException(
          "Cannot run batch "
              + batch
              + " with "
              + repeats
              + " repeats and "
              + warmups
              + " warm-ups");
    }
  }

  /// The same samples in one piece on the first device of the plan alone: what every plan is
  /// measured against and whose numbers it must give.
  ///
  /// @param computed samples that an iteration of this request computes
  /// @param runs of their own that a network of a fixed batch makes of them; 1 for all others
  public RunRequest unsplit(int computed, int runs) {
    var on = unsplitOn();
    var alone =
        Plan.single(on.device()).withPasses(plan.passes()).withMicroBatches(isSplit() ? runs : 1);
    return new RunRequest(
        network,
        on.cluster(),
        alone,
        isSplit() ? computed : plan.batchOr(batch),
        feeds,
        seed,
        repeats,
        warmups);
  }

  /// @param device that is to do all
  private record Alone(Cluster cluster, DeviceId device) {}

  /// The first device of the plan; a CPU worker in place of a card of this machine, so that its
  /// kernels are compared with others.
  private Alone unsplitOn() {
    var id = plan.devices().getFirst();
    var first = cluster.device(id);
    if (first == null || first.kind() == DeviceKind.CPU || first.model() != null) {
      return new Alone(cluster, id);
    }
    for (var device : cluster.devices()) {
      if (device.kind() == DeviceKind.CPU) {
        return new Alone(cluster, device.id());
      }
    }
    var own = Clusters.workers(1);
    return new Alone(own, own.devices().getFirst().id());
  }

  public Workload.ClosedRepeats workload() {
    return new Workload.ClosedRepeats(feeds, seed, warmups, repeats);
  }

  private boolean isSplit() {
    return plan.replicas() > 1 || plan.microBatches() > 1;
  }

  /// Whether this already is its [#unsplit] request.
  public boolean isUnsplit() {
    return plan.withGlobalBatch(0).equals(unsplit(batch, 1).plan());
  }

  /// The same under another plan.
  public RunRequest with(Plan newPlan) {
    return new RunRequest(network, cluster, newPlan, batch, feeds, seed, repeats, warmups);
  }

  /// The same, measured otherwise.
  public RunRequest measured(int newRepeats, int newWarmups) {
    return new RunRequest(network, cluster, plan, batch, feeds, seed, newRepeats, newWarmups);
  }
}
