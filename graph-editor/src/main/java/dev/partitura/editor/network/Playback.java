package dev.partitura.editor.network;

import dev.partitura.engine.network.OpId;
import dev.partitura.engine.trace.Trace;
import dev.partitura.ui.theme.Palette;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.paint.Color;

/// What is at work in a trace at one moment, in terms of a drawing: items that compute and values
/// on their way.
final class Playback {
  private static final int MOST_TOKENS = 400;

  /// A value on its way along a wire.
  ///
  /// @param share of the way, 0 to 1
  /// @param microBatch whose value it is, or -1
  record Token(int wire, double share, int microBatch, Color hue) {}

  private final Trace trace;
  private final Map<OpId, Integer> itemOfOp;
  private final Map<Long, Integer> wireByEnds = new HashMap<>();
  private final Palette palette;
  private final Map<Integer, Integer> sourceOfTransfer = new HashMap<>();

  Playback(Trace trace, Drawing drawing, Palette palette) {
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
  Map<Integer, Color> lit(long nanos) {
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

  /// Values that have been made and not yet been taken at a moment.
  List<Token> tokens(long nanos) {
    var tokens = new ArrayList<Token>();
    for (int flow = 0; flow < trace.flowCount() && tokens.size() < MOST_TOKENS; flow++) {
      int from = trace.flowFrom(flow);
      int to = trace.flowTo(flow);
      long left = trace.endNanos(from);
      long taken = trace.startNanos(to);
      if (trace.kind(to).moves()) {
        continue;
      }
      if (trace.kind(from).moves()) {
        left = trace.startNanos(from);
      }
      if (nanos >= left && nanos < taken) {
        int wire = wire(source(from), to);
        if (wire >= 0) {
          tokens.add(
              new Token(
                  wire, (double) (nanos - left) / (taken - left), trace.microBatch(to), hue(to)));
        }
      }
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
