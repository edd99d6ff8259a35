package dev.partitura.editor.painter;

import dev.partitura.editor.drawing.Drawing;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.trace.Trace;
import dev.partitura.ui.theme.Palette;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.paint.Color;

/// What is at work in a trace at one moment, in terms of a drawing: items that compute and values
/// on their way.
public final class Playback {
  private static final int MOST_TOKENS = 400;

  /// A value that no copy carries is on its way for this part of the run, so that the eye can
  /// follow.
  private static final int SHORT_WAY = 60;

  /// A value on its way along a wire.
  ///
  /// @param share of the way, 0 to 1
  /// @param queued how many wait before it at the end of the wire; 0 while it is on its way
  /// @param microBatch whose value it is, or -1
  public record Token(int wire, double share, int queued, int microBatch, Color hue) {}

  /// A value between its making and its taking.
  private record Way(int wire, int to, long left, long arrived, long taken) {}

  private final Trace trace;
  private final Map<OpId, Integer> itemOfOp;
  private final Map<Long, Integer> wireByEnds = new HashMap<>();
  private final Palette palette;
  private final Map<Integer, Integer> sourceOfTransfer = new HashMap<>();

  public Playback(Trace trace, Drawing drawing, Palette palette) {
    this.trace = trace;
    this.palette = palette;
    itemOfOp = drawing.sketch().itemOfOp();
    for (int w = 0; w < drawing.sketch().wires().size(); w++) {
      var wire = drawing.sketch().wires().get(w);
      wireByEnds.putIfAbsent(ends(wire.from(), wire.to()), w);
    }
    for (int flow = 0; flow < trace.flowCount(); flow++) {
      if (trace.kind(trace.flowTo(flow)).moves()) {
        sourceOfTransfer.putIfAbsent(trace.flowTo(flow), trace.flowFrom(flow));
      }
    }
  }

  private static long ends(int from, int to) {
    return (long) from << 32 | to;
  }

  /// Items that compute at a moment, each in the hue of its micro-batch.
  public Map<Integer, Color> lit(long nanos) {
    var lit = new HashMap<Integer, Color>();
    for (int track = 0; track < trace.tracks().size(); track++) {
      int span = lastStarted(track, nanos);
      while (span >= 0 && trace.endNanos(span) <= nanos) {
        span = trace.parent(span);
      }
      if (span >= 0 && trace.kind(span).computes()) {
        for (var op : trace.labels().get(trace.label(span)).ops()) {
          var item = itemOfOp.get(op);
          if (item != null) {
            lit.put(item, hue(span));
          }
        }
      }
    }
    return lit;
  }

  private Color hue(int span) {
    int microBatch = trace.microBatch(span);
    return microBatch < 0 ? palette.accent() : palette.microBatch(microBatch);
  }

  private int lastStarted(int track, long nanos) {
    int low = trace.firstSpan(track);
    int high = trace.endSpan(track) - 1;
    int found = -1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (trace.startNanos(middle) <= nanos) {
        found = middle;
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return found;
  }

  /// Values that have been made and not yet been taken at a moment. A value travels while it is
  /// copied and then waits at the end of its wire, behind those that came before it.
  public List<Token> tokens(long nanos) {
    var ways = new ArrayList<Way>();
    for (int flow = 0; flow < trace.flowCount() && ways.size() < MOST_TOKENS; flow++) {
      int from = trace.flowFrom(flow);
      int to = trace.flowTo(flow);
      long taken = trace.startNanos(to);
      boolean copied = trace.kind(from).moves();
      long left = copied ? trace.startNanos(from) : trace.endNanos(from);
      if (trace.kind(to).moves() || nanos < left || nanos >= taken) {
        continue;
      }
      int wire = wire(source(from), to);
      long arrived = copied ? trace.endNanos(from) : left + trace.durationNanos() / SHORT_WAY;
      if (wire >= 0) {
        ways.add(new Way(wire, to, left, Math.min(arrived, taken), taken));
      }
    }
    ways.sort(Comparator.comparingLong(Way::taken).thenComparingLong(Way::arrived));
    var waiting = new HashMap<Integer, Integer>();
    var tokens = new ArrayList<Token>();
    for (var way : ways) {
      boolean moves = nanos < way.arrived();
      double share = moves ? (double) (nanos - way.left()) / (way.arrived() - way.left()) : 1;
      int queued = moves ? 0 : waiting.merge(way.wire(), 1, Integer::sum) - 1;
      tokens.add(new Token(way.wire(), share, queued, trace.microBatch(way.to()), hue(way.to())));
    }
    return tokens;
  }

  /// The computing span whose value a transfer carries.
  private int source(int span) {
    return sourceOfTransfer.getOrDefault(span, span);
  }

  private int wire(int from, int to) {
    for (var producer : trace.labels().get(trace.label(from)).ops()) {
      for (var reader : trace.labels().get(trace.label(to)).ops()) {
        var wire =
            wireByEnds.get(
                ends(itemOfOp.getOrDefault(producer, -1), itemOfOp.getOrDefault(reader, -1)));
        if (wire != null) {
          return wire;
        }
      }
    }
    return -1;
  }
}
