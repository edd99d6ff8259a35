package dev.partitura.visualizers.timeline;

import dev.partitura.engine.trace.Trace;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.theme.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// What the spans within a stretch of time add up to; a span that sticks out counts with the part
/// inside.
///
/// @param spans how many there are
/// @param totalNanos their time
/// @param kinds time by operator type, the largest first
public record RangeSum(
    long fromNanos, long toNanos, long spans, long totalNanos, List<Share> kinds) {
  /// Time of one operator type.
  public record Share(String kind, long nanos) {}

  public RangeSum {
    kinds = List.copyOf(kinds);
  }

  public static RangeSum of(SpanIndex index, long fromNanos, long toNanos) {
    var trace = index.trace();
    var byLabel = new long[trace.labels().size()];
    long spans = 0;
    long total = 0;
    for (int track = 0; track < trace.tracks().size(); track++) {
      int first = index.firstEndingAfter(track, fromNanos);
      int end = index.firstStartingFrom(track, toNanos);
      for (int span = first; first >= 0 && span < end; span++) {
        long inside =
            Math.min(toNanos, trace.endNanos(span)) - Math.max(fromNanos, trace.startNanos(span));
        if (inside > 0) {
          spans++;
          total += inside;
          byLabel[trace.label(span)] += inside;
        }
      }
    }
    return new RangeSum(fromNanos, toNanos, spans, total, shares(trace, byLabel));
  }

  private static List<Share> shares(Trace trace, long[] byLabel) {
    var byKind = new HashMap<String, Long>();
    for (int label = 0; label < byLabel.length; label++) {
      if (byLabel[label] > 0) {
        byKind.merge(trace.labels().get(label).category(), byLabel[label], Long::sum);
      }
    }
    var shares = new ArrayList<Share>();
    byKind.forEach((kind, nanos) -> shares.add(new Share(kind, nanos)));
    shares.sort((a, b) ->
        a.nanos() != b.nanos() ? Long.compare(b.nanos(), a.nanos()) : a.kind().compareTo(b.kind()));
    return shares;
  }

  public double meanNanos() {
    return spans == 0 ? 0 : (double) totalNanos / spans;
  }

  /// One line: length, count, total, mean and the largest kinds.
  public String text(Texts texts) {
    var line =
        new StringBuilder(
            texts.get(
                "range.sum",
                Format.time(toNanos - fromNanos),
                Format.count(spans),
                Format.time(totalNanos),
                Format.time(meanNanos())));
    for (var share : kinds.subList(0, Math.min(4, kinds.size()))) {
      line.append("  ·  ")
          .append(share.kind())
          .append(' ')
          .append(Format.percent((double) share.nanos() / totalNanos));
    }
    return line.toString();
  }
}
