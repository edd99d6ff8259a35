package dev.partitura.engine.execute;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What to run and how often.
///
/// @param batch samples of one iteration over all replicas and micro-batches; 0 takes what the
///   feeds hold or, without feeds, the smallest the plan can split
/// @param feeds tensors by input name; an input without one is made from the seed. A feed that
///   holds fewer samples than the plan splits is repeated to fill it, and the outputs are cut back
/// @param repeats measured iterations, at least 1
/// @param warmups iterations before them that are not measured
public record RunRequest(
    Network network,
    Cluster cluster,
    Plan plan,
    int batch,
    Map<String, Tensor> feeds,
    long seed,
    int repeats,
    int warmups) {
  public RunRequest {
    feeds = Collections.unmodifiableMap(new LinkedHashMap<>(feeds));
    if (batch < 0 || repeats < 1 || warmups < 0) {
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
}
