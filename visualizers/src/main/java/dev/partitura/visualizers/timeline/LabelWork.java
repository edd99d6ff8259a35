package dev.partitura.visualizers.timeline;

import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.engine.trace.Trace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    Map<String, TensorType> given = new HashMap<>();
    for (var input : network.inputs()) {
      var type = input.type();
      if (type != null && type.shape() != null && type.knownShape().rank() > 0) {
        given.put(input.name(), type.withShape(type.knownShape().withSize(0, samples)));
      }
    }
    try {
      var types = TypeInference.infer(network, given, Map.of());
      return types.problems().isEmpty() ? types : null;
    } catch (ProblemException unknown) {
      return null;
    }
  }
}
