package dev.partitura.visualizers.timeline;

import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.ui.session.Run;
import org.jspecify.annotations.Nullable;

/// Floating-point operations that a span of each label does for one micro-batch of a run.
final class LabelWork {
  private LabelWork() {}

  /// By label; 0 where the work is not known.
  static long[] of(Run run) {
    var labels = run.trace().labels();
    var flops = new long[labels.size()];
    var types = types(run);
    for (int label = 0; types != null && label < flops.length; label++) {
      for (var op : labels.get(label).ops()) {
        flops[label] += types.work(op).flops();
      }
    }
    return flops;
  }

  private static @Nullable NetworkTypes types(Run run) {
    var plan = run.project().plan();
    long samples = Math.max(1, run.result().samples() / (plan.replicas() * plan.microBatches()));
    try {
      var types = OpenAxes.typesOfAnyBatch(run.project().network(), samples);
      return types.problems().isEmpty() ? types : null;
    } catch (ProblemException unknown) {
      return null;
    }
  }
}
