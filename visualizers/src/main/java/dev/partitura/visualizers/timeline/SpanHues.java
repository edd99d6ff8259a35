package dev.partitura.visualizers.timeline;

import dev.partitura.engine.operator.Category;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.trace.Trace;
import dev.partitura.ui.explain.Legend;
import dev.partitura.ui.theme.Palette;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javafx.scene.paint.Color;

/// The hue of every span in each way of colouring, as a small number.
public final class SpanHues {
  /// No hue: a span of no micro-batch.
  static final byte NONE = -1;

  static final byte TRANSFER = (byte) Category.values().length;
  static final byte OTHER = (byte) (TRANSFER + 1);

  /// Micro-batches that are this far apart share a hue.
  static final int MICRO_BATCH_HUES = 24;

  private static final Category[] CATEGORIES = Category.values();
  private static final Phase[] PHASES = Phase.values();
  private static final byte PHASES_COPY = (byte) PHASES.length;

  private final Trace trace;
  private final byte[] kindOfLabel;

  public SpanHues(Trace trace) {
    this.trace = trace;
    kindOfLabel = new byte[trace.labels().size()];
    for (int label = 0; label < kindOfLabel.length; label++) {
      var operator = Operators.find("", trace.labels().get(label).category());
      kindOfLabel[label] =
          operator == null ? OTHER : (byte) operator.signature().category().ordinal();
    }
  }

  byte hue(Coloring coloring, int span) {
    return switch (coloring) {
      case KIND -> kind(span);
      case MICRO_BATCH -> microBatch(span);
      case PHASE -> phase(span);
    };
  }

  byte kind(int span) {
    return trace.kind(span).moves() ? TRANSFER : kindOfLabel[trace.label(span)];
  }

  byte microBatch(int span) {
    int microBatch = trace.microBatch(span);
    return microBatch < 0 ? NONE : (byte) (microBatch % MICRO_BATCH_HUES);
  }

  byte phase(int span) {
    var phase = trace.phase(span);
    return trace.kind(span).moves() ? PHASES_COPY : phase == null ? NONE : (byte) phase.ordinal();
  }

  static Color color(Palette palette, Coloring coloring, byte hue) {
    if (coloring == Coloring.MICRO_BATCH) {
      return hue == NONE ? palette.edge() : palette.microBatch(hue);
    }
    if (coloring == Coloring.PHASE) {
      return hue == NONE
          ? palette.edge()
          : hue == PHASES_COPY ? palette.transfer() : palette.phase(PHASES[hue]);
    }
    if (hue == TRANSFER) {
      return palette.transfer();
    }
    return hue >= 0 && hue < CATEGORIES.length ? palette.category(CATEGORIES[hue]) : palette.edge();
  }

  /// What the hues of a way of colouring mean, as far as the trace has them.
  List<Legend.Entry> legend(Coloring coloring) {
    var kinds = EnumSet.noneOf(Category.class);
    boolean copies = false;
    boolean others = false;
    for (int label = 0; label < kindOfLabel.length; label++) {
      if (trace.labels().get(label).ops().isEmpty()) {
        copies = true;
      } else if (kindOfLabel[label] == OTHER) {
        others = true;
      } else {
        kinds.add(CATEGORIES[kindOfLabel[label]]);
      }
    }
    var entries = new ArrayList<Legend.Entry>();
    if (coloring == Coloring.KIND) {
      entries.addAll(Legend.kinds(kinds));
      if (others) {
        entries.add(Legend.OTHER);
      }
      if (copies) {
        entries.add(Legend.COPY);
      }
    }
    if (coloring == Coloring.PHASE) {
      entries.addAll(Legend.phases(phases()));
      if (copies) {
        entries.add(Legend.COPY);
      }
    }
    entries.add(Legend.BUBBLE);
    entries.add(Legend.IDLE);
    return entries;
  }

  /// The phases that the trace has.
  Set<Phase> phases() {
    var phases = EnumSet.noneOf(Phase.class);
    for (int span = 0; span < trace.spanCount() && phases.size() < PHASES.length; span++) {
      var phase = trace.phase(span);
      if (phase != null) {
        phases.add(phase);
      }
    }
    return phases;
  }

  /// How many hues there are, [#NONE] left out.
  static int count(Coloring coloring) {
    return switch (coloring) {
      case KIND -> OTHER + 1;
      case MICRO_BATCH -> MICRO_BATCH_HUES;
      case PHASE -> PHASES_COPY + 1;
    };
  }
}
