package dev.partitura.editor.painter;

import dev.partitura.engine.analysis.OpTimes;
import dev.partitura.engine.network.OpId;
import dev.partitura.ui.session.Run;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The time that a run spent in each op.
public final class MeasuredTimes {
  public static final MeasuredTimes NONE = new MeasuredTimes(Map.of());

  private final Map<OpId, Double> nanos;

  private MeasuredTimes(Map<OpId, Double> nanos) {
    this.nanos = nanos;
  }

  public static MeasuredTimes of(@Nullable Run run) {
    return run == null ? NONE : new MeasuredTimes(run.get(OpTimes.ANALYSIS).nanosByOp());
  }

  public boolean isEmpty() {
    return nanos.isEmpty();
  }

  public double nanos(List<OpId> ops) {
    return ops.stream().mapToDouble(op -> nanos.getOrDefault(op, 0.0)).sum();
  }
}
