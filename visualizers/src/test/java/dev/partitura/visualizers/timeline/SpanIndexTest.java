package dev.partitura.visualizers.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.analysis.DeviceUse;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.trace.Trace;
import dev.partitura.ui.canvas.Axis;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpanIndexTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 15, 16, 17, 255, 256, 257, 1000, 5000})
  void findsWhatALinearSearchFinds(int spans) {
    for (boolean nested : new boolean[] {false, true}) {
      var random = new Random(spans);
      var trace = Traces.random(random, spans, nested);
      var index = SpanIndex.of(trace, new Cancellation());
      long duration = trace.durationNanos();
      for (int i = 0; i < 300; i++) {
        double time = random.nextDouble(-5, duration + 5);
        assertEquals(firstEndingAfter(trace, time), index.firstEndingAfter(0, time));
        assertEquals(lastAt(trace, time), index.at(0, time, 0));
      }
    }
  }

  private static int firstEndingAfter(Trace trace, double time) {
    for (int span = 0; span < trace.spanCount(); span++) {
      if (trace.endNanos(span) > time) {
        return span;
      }
    }
    return -1;
  }

  private static int lastAt(Trace trace, double time) {
    for (int span = trace.spanCount() - 1; span >= 0; span--) {
      if (trace.startNanos(span) <= time && trace.endNanos(span) > time) {
        return span;
      }
    }
    return -1;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 40, 3000})
  void columnsHoldAllBusyTimeAtEveryZoom(int spans) {
    columnsHoldAllBusyTime(Traces.random(new Random(7), spans, false), 0.02);
    // What a span does around those nested in it is dealt out evenly.
    columnsHoldAllBusyTime(Traces.random(new Random(7), spans, true), 0.1);
  }

  private static void columnsHoldAllBusyTime(Trace trace, double tolerance) {
    var index = SpanIndex.of(trace, new Cancellation());
    var columns = new Columns();
    for (double scale : new double[] {0.5, 3, 17, 400}) {
      double width = Math.ceil(trace.durationNanos() / scale) + 2;
      var view =
          new Axis(
              0,
              1 / scale,
              width,
              new Axis.Limits(0, 50, 0, Math.max(trace.durationNanos(), width * scale), 0.02));
      index.columns(0, view, Coloring.KIND, columns);
      double sum = 0;
      for (int column = 0; column < columns.count(); column++) {
        sum += columns.busy(column) * view.unitsPerPixel();
      }
      assertEquals(index.busyNanos(0), sum, index.busyNanos(0) * tolerance + 1);
    }
  }

  @Test
  void timeOfNestedSpansCountsOnce() {
    var trace = Traces.random(new Random(5), 500, true);
    long outermost = 0;
    for (int span = 0; span < trace.spanCount(); span++) {
      outermost += trace.parent(span) < 0 ? trace.durationNanos(span) : 0;
    }
    assertTrue(trace.isNested());
    var index = SpanIndex.of(trace, new Cancellation());
    assertEquals(outermost, index.busyNanos(0));
    assertEquals(DeviceUse.of(trace).getFirst().utilization(), index.utilization(0), 1e-12);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aColumnOfOneHueHasThatHue(long seed) {
    var trace = Traces.random(new Random(seed), 400, false);
    var index = SpanIndex.of(trace, new Cancellation());
    var columns = new Columns();
    index.columns(
        0,
        new Axis(
            0, 1, trace.durationNanos(), new Axis.Limits(0, 50, 0, trace.durationNanos(), 0.02)),
        Coloring.KIND,
        columns);
    int checked = 0;
    for (int span = 0; span < trace.spanCount(); span++) {
      for (long column = trace.startNanos(span) + 1; column < trace.endNanos(span) - 1; column++) {
        assertEquals(index.hues().kind(span), columns.hue((int) column));
        checked++;
      }
    }
    assertTrue(checked > 1000);
  }
}
