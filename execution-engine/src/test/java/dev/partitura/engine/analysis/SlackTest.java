package dev.partitura.engine.analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.task.TaskGraphBuilder;
import dev.partitura.engine.task.TaskKind;
import dev.partitura.engine.trace.Origin;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.TraceBuilder;
import dev.partitura.engine.trace.Track;
import dev.partitura.engine.trace.World;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlackTest {
  private static long[] slack(Trace trace, TaskGraph graph) {
    return new Analyses(trace, new Provenance(null, null, graph, null, null, Agreement.UNKNOWN))
        .get(Slack.ANALYSIS)
        .nanos();
  }

  @Test
  void onlyTheShorterBranchHasSlack() {
    // a (10) feeds b (30) and, on the other device, c (5); d (10) on the first device joins them.
    var graph = new TaskGraphBuilder(2);
    for (int task = 0; task < 4; task++) {
      graph.compute(task, task == 2 ? 1 : 0, 0, 0);
    }
    graph.edge(0, 1, EdgeKind.RAW);
    graph.edge(0, 2, EdgeKind.RAW);
    graph.edge(1, 3, EdgeKind.RAW);
    graph.edge(2, 3, EdgeKind.RAW);
    var builder = new TraceBuilder(Origin.MEASURED, World.EMPTY);
    int one = builder.track(new Track.OfThread("one", "here"));
    int other = builder.track(new Track.OfThread("other", "here"));
    span(builder, one, 0, 0, 10);
    span(builder, one, 1, 10, 40);
    span(builder, other, 2, 12, 17);
    span(builder, one, 3, 40, 50);
    assertArrayEquals(new long[] {0, 0, 0, 23}, slack(builder.build(), graph.build()));
  }

  private static void span(TraceBuilder builder, int track, int task, long start, long end) {
    int label = builder.label(new Trace.Label("op" + task, "Relu", List.of()));
    builder.task(builder.span(track, label, TaskKind.COMPUTE, start, end), task);
  }

  /// Whatever the program, slack is never negative and what ends last has none.
  @Test
  void slackIsNeverNegative() {
    for (int seed = 0; seed < 50; seed++) {
      var random = new Random(seed);
      int tasks = random.nextInt(1, 40);
      var graph = new TaskGraphBuilder(3);
      var builder = new TraceBuilder(Origin.MEASURED, World.EMPTY);
      for (int track = 0; track < 3; track++) {
        builder.track(new Track.OfThread("track " + track, "here"));
      }
      var end = new long[tasks];
      var free = new long[3];
      for (int task = 0; task < tasks; task++) {
        int device = random.nextInt(3);
        graph.compute(task, device, 0, 0);
        long start = free[device];
        for (int before = 0; before < task; before++) {
          if (random.nextInt(6) == 0) {
            graph.edge(before, task, EdgeKind.RAW);
            start = Math.max(start, end[before]);
          }
        }
        end[task] = start + random.nextInt(1, 20);
        free[device] = end[task];
        span(builder, device, task, start, end[task]);
      }
      var trace = builder.build();
      var slack = slack(trace, graph.build());
      for (int span = 0; span < slack.length; span++) {
        assertTrue(slack[span] >= 0, "seed " + seed);
        if (trace.endNanos(span) == trace.durationNanos()) {
          assertEquals(0, slack[span]);
        }
      }
    }
  }
}
