package dev.partitura.visualizers.timeline;

import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.trace.Trace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Floating-point operations that a span of each label does for one micro-batch of a run.
final class LabelWork {
  private LabelWork() {}

  /// By label; 0 where the work is not known.
  static long[] of(List<Trace.Label> labels, Provenance made) {
    var flops = new long[labels.size()];
    var network = made.network();
    var plan = made.plan();
    var measured = made.measured();
    if (network == null || plan == null || measured == null) {
      return flops;
    }
    var types =
        types(network, Math.max(1, measured.samples() / (plan.replicas() * plan.microBatches())));
    for (int label = 0; types != null && label < flops.length; label++) {
      for (var op : labels.get(label).ops()) {
        flops[label] += types.work(op).flops();
      }
    }
    return flops;
  }

  private static @Nullable NetworkTypes types(Network network, long samples) {
    try {
      var types = OpenAxes.typesOfAnyBatch(network, samples);
      return types.problems().isEmpty() ? types : null;
    } catch (ProblemException unknown) {
      return null;
    }
  }
}
