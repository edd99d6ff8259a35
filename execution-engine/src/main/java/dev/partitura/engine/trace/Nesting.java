package dev.partitura.engine.trace;

import dev.partitura.engine.problem.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Which span lies within which, on each track.
final class Nesting {
  private Nesting() {}

  /// The innermost span around each, or -1; null where no span lies within another. Spans are
  /// ordered as [RowOrder] orders them. Cost O(spans).
  ///
  /// @throws ProblemException when two spans of a track overlap and neither lies within the other
  static int @Nullable [] parents(
      List<Track> tracks,
      int[] firstSpan,
      long[] start,
      long[] end,
      IntFunction<Trace.Label> label) {
    int[] parents = null;
    for (int track = 0; track < tracks.size(); track++) {
      int open = -1;
      for (int span = firstSpan[track]; span < firstSpan[track + 1]; span++) {
        while (open >= 0 && end[open] <= start[span]) {
          open = parents == null ? -1 : parents[open];
        }
        if (open >= 0) {
          if (end[span] > end[open]) {
            throw crossing(tracks.get(track), label.apply(open), label.apply(span), start[span]);
          }
          if (parents == null) {
            parents = new int[start.length];
            Arrays.fill(parents, -1);
          }
          parents[span] = open;
        }
        open = span;
      }
    }
    return parents;
  }

  private static ProblemException crossing(
      Track track, Trace.Label open, Trace.Label crossing, long nanos) {
    return ProblemException.of(
        "trace.crossing", track.name(), track.name(), crossing.name(), nanos, open.name());
  }
}
