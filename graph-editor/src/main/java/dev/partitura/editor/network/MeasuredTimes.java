package dev.partitura.editor.network;

import dev.partitura.engine.analysis.OpTimes;
import dev.partitura.engine.network.OpId;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.theme.Palette;
import java.util.List;
import java.util.Map;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;

/// Hues of ops by the time that a run spent in them.
final class MeasuredTimes {
  static final MeasuredTimes NONE = new MeasuredTimes(Map.of());

  private final Map<OpId, Double> nanos;
  private final double longest;

  private MeasuredTimes(Map<OpId, Double> nanos) {
    this.nanos = nanos;
    longest = nanos.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  static MeasuredTimes of(@Nullable Run run) {
    return run == null ? NONE : new MeasuredTimes(run.get(OpTimes.ANALYSIS).nanosByOp());
  }

  boolean isEmpty() {
    return nanos.isEmpty();
  }

  double nanos(List<OpId> ops) {
    return ops.stream().mapToDouble(op -> nanos.getOrDefault(op, 0.0)).sum();
  }

  /// From the colour of a card to the warning's, by the root of the share of the longest op, so
  /// that small ones still differ.
  Color hue(List<OpId> ops, Palette palette) {
    double share = longest == 0 ? 0 : Math.min(1, nanos(ops) / longest);
    return palette.line().interpolate(palette.warn(), Math.sqrt(share));
  }
}
