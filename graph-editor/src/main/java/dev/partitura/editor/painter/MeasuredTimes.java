package dev.partitura.editor.painter;

import dev.partitura.engine.network.OpId;
import dev.partitura.engine.trace.SpanKind;
import dev.partitura.engine.trace.Trace;
import dev.partitura.ui.theme.Palette;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;

/// Time that a trace spent in each op, summed over micro-batches and replicas. A span of several
/// fused ops is split evenly.
public final class MeasuredTimes {
  public static final MeasuredTimes NONE = new MeasuredTimes(null);

  private final Map<OpId, Double> nanos = new HashMap<>();
  private final double longest;

  public MeasuredTimes(@Nullable Trace trace) {
    if (trace != null) {
      for (int span = 0; span < trace.spanCount(); span++) {
        var ops = trace.labels().get(trace.label(span)).ops();
        if (trace.kind(span) == SpanKind.COMPUTE && !ops.isEmpty()) {
          double share = (double) trace.durationNanos(span) / ops.size();
          ops.forEach(op -> nanos.merge(op, share, Double::sum));
        }
      }
    }
    longest = nanos.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  public boolean isEmpty() {
    return nanos.isEmpty();
  }

  public double nanos(List<OpId> ops) {
    return ops.stream().mapToDouble(op -> nanos.getOrDefault(op, 0.0)).sum();
  }

  /// From the colour of a card to the warning's, by the root of the share of the longest op, so
  /// that small ones still differ.
  public Color hue(List<OpId> ops, Palette palette) {
    double share = longest == 0 ? 0 : Math.min(1, nanos(ops) / longest);
    return palette.line().interpolate(palette.warn(), Math.sqrt(share));
  }
}
