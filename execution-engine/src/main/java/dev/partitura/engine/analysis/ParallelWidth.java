package dev.partitura.engine.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.analysis.Analysis.Known;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.Track;
import java.util.Arrays;
import java.util.Set;

/// How many tasks could run at each moment of a run, against how many did: a task can run from when
/// the last one it waits for has ended. Means over stretches of equal length. Cost O(tasks +
/// edges).
///
/// @param possible tasks that run or could, by all edges; do not write to it
/// @param network the same if only values were waited for, at the times at which they were there
/// @param running tasks that run
/// @param workers lanes that compute
public record ParallelWidth(double[] possible, double[] network, double[] running, int workers) {
  public static final Analysis<ParallelWidth> ANALYSIS =
      Analysis.of(
          "parallel width",
          Set.of(Known.GRAPH),
          run -> new Widths(run).found(),
          ParallelWidth::report);

  /// Stretches of a trace.
  private static final int BINS = 1024;

  private static final class Widths {
    private final TaskGraph graph;
    private final Trace trace;
    private final int[] spanOf;
    private final double binNanos;

    Widths(Analyses run) {
      graph = run.graph();
      trace = run.trace();
      spanOf = run.get(TaskSpans.ANALYSIS).of();
      binNanos = Math.max(1, trace.durationNanos()) / (double) BINS;
    }

    ParallelWidth found() {
      var ready = new long[spanOf.length];
      var fed = new long[spanOf.length];
      for (int task = 0; task < spanOf.length; task++) {
        Checkpoint.pass(task);
        for (int edge = graph.firstEdge(task);
            spanOf[task] >= 0 && edge < graph.endEdge(task);
            edge++) {
          int to = graph.successor(edge);
          long end = trace.endNanos(spanOf[task]);
          ready[to] = Math.max(ready[to], end);
          if (graph.edgeKind(edge) == EdgeKind.RAW) {
            fed[to] = Math.max(fed[to], end);
          }
        }
      }
      var possible = new Sum();
      var network = new Sum();
      var running = new Sum();
      for (int task = 0; task < spanOf.length; task++) {
        Checkpoint.pass(task);
        if (spanOf[task] >= 0) {
          long start = trace.startNanos(spanOf[task]);
          long end = trace.endNanos(spanOf[task]);
          possible.add(Math.min(ready[task], start), end);
          network.add(Math.min(fed[task], start), end);
          running.add(start, end);
        }
      }
      return new ParallelWidth(possible.means(), network.means(), running.means(), workers());
    }

    private int workers() {
      return (int)
          trace.tracks().stream()
              .filter(
                  track -> track instanceof Track.OfLane(_, _, var lane) && lane == Lane.COMPUTE)
              .count();
    }

    /// How much of each stretch intervals cover together: at their ends in part, between them in
    /// whole, which is added up at last.
    private final class Sum {
      private final double[] part = new double[BINS + 1];
      private final double[] step = new double[BINS + 1];

      void add(long from, long to) {
        double first = from / binNanos;
        double last = to / binNanos;
        int one = Math.min(BINS - 1, (int) first);
        int other = Math.min(BINS - 1, (int) last);
        if (one == other) {
          part[one] += last - first;
        } else {
          part[one] += one + 1 - first;
          part[other] += last - other;
          step[one + 1]++;
          step[other]--;
        }
      }

      double[] means() {
        double whole = 0;
        for (int bin = 0; bin < BINS; bin++) {
          whole += step[bin];
          part[bin] += whole;
        }
        return Arrays.copyOf(part, BINS);
      }
    }
  }

  private static double mean(double[] of) {
    return Arrays.stream(of).average().orElse(0);
  }

  private void report(ObjectNode report) {
    report
        .putObject("width")
        .put("workers", workers)
        .put("running", mean(running))
        .put("possible", mean(possible))
        .put("ofNetwork", mean(network));
  }
}
