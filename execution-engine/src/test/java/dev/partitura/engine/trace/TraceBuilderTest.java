package dev.partitura.engine.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.task.TaskKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TraceBuilderTest {
  private record Row(int track, long start, int number) {}

  @Test
  void spansComeByTrackAndStartAndFlowsByTheSpanTheyLeave() {
    var random = new SplittableRandom(3);
    for (int round = 0; round < 50; round++) {
      int tracks = 1 + random.nextInt(5);
      int spans = random.nextInt(300);
      var builder = new TraceBuilder(Origin.PREDICTED, World.EMPTY);
      for (int track = 0; track < tracks; track++) {
        builder.track(new Track.OfThread("t" + track, "here"));
      }
      int label = builder.label(new Trace.Label("x", "y", List.of()));
      var rows = new ArrayList<Row>();
      for (int span = 0; span < spans; span++) {
        var row = new Row(random.nextInt(tracks), random.nextLong(100), span);
        rows.add(row);
        builder.task(
            builder.span(row.track(), label, TaskKind.COMPUTE, row.start(), row.start() + 1), span);
      }
      int flows = spans == 0 ? 0 : random.nextInt(100);
      for (int flow = 0; flow < flows; flow++) {
        builder.flow(random.nextInt(spans), random.nextInt(spans));
      }
      var trace = builder.build();
      rows.sort(
          Comparator.comparingInt(Row::track)
              .thenComparingLong(Row::start)
              .thenComparingInt(Row::number));
      for (int span = 0; span < spans; span++) {
        assertEquals(rows.get(span).number(), trace.task(span));
        assertEquals(rows.get(span).track(), trace.track(span));
        assertTrue(
            span >= trace.firstSpan(trace.track(span)) && span < trace.endSpan(trace.track(span)));
      }
      for (int flow = 1; flow < trace.flowCount(); flow++) {
        assertTrue(trace.flowFrom(flow - 1) <= trace.flowFrom(flow));
      }
      assertEquals(flows, trace.flowCount());
    }
  }
}
