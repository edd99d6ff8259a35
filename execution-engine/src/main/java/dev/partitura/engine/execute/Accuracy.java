package dev.partitura.engine.execute;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.plan.Passes;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.training.data.Samples;
import java.util.Map;

/// How many labels a network gets right: the class of the largest score along the last axis of its
/// first output.
///
/// @param right of `places`
public record Accuracy(long right, long places) {
  private static final int BATCH = 256;

  public double share() {
    return places == 0 ? 0 : (double) right / places;
  }

  /// Runs the network on one device, some samples at a time; one that takes batches of a fixed size
  /// is asked about whole ones alone, so that samples may be left over.
  ///
  /// @param precision to compute in, best that of the training
  public static Accuracy of(
      Network network,
      Cluster cluster,
      Samples samples,
      Precision precision,
      PlanRunner runner,
      Cancellation cancellation) {
    var input = network.inputs().getFirst().name();
    var plan =
        Plan.single(cluster.devices().getFirst().id()).withPasses(Passes.ALL.with(precision));
    long right = 0;
    long places = 0;
    int whole = wholeBatch(network);
    int most = Math.max(whole, BATCH - BATCH % whole);
    for (int from = 0; samples.count() - from >= whole; from += most) {
      int count = Math.min(most, samples.count() - from);
      var part = samples.range(from, count - count % whole);
      var request =
          new RunRequest(network, cluster, plan, 0, Map.of(input, part.inputs()), 1, 1, 0);
      var outputs = runner.run(request, cancellation, Progress.NONE).outputs();
      if (outputs.isEmpty()) {
        break;
      }
      var scores = outputs.values().iterator().next();
      places += part.labels().elementCount();
      right += right(scores, part.labels());
    }
    return new Accuracy(right, places);
  }

  /// Samples that are taken together, at least.
  private static int wholeBatch(Network network) {
    var type = network.inputs().getFirst().type();
    var shape = type == null ? null : type.shape();
    return shape != null && shape.rank() > 0 && shape.isKnown(0)
        ? Math.toIntExact(Math.max(1, shape.size(0)))
        : 1;
  }

  private static long right(Tensor scores, Tensor labels) {
    int classes = Math.toIntExact(scores.shape().size(scores.shape().rank() - 1));
    long right = 0;
    for (long place = 0; place < labels.elementCount(); place++) {
      int best = 0;
      for (int other = 1; other < classes; other++) {
        if (scores.doubleAt(place * classes + other) > scores.doubleAt(place * classes + best)) {
          best = other;
        }
      }
      right += best == labels.longAt(place) ? 1 : 0;
    }
    return right;
  }
}
