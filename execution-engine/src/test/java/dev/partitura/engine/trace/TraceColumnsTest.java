package dev.partitura.engine.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.task.TaskKind;
import java.lang.reflect.Array;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.junit.jupiter.api.Test;

/// What a trace keeps of each span.
class TraceColumnsTest {
  private static final int SPANS = 1000;
  private static final int TRACKS = 8;

  /// Spans one behind the other, and whatever else is said of the last alone.
  private static Trace trace(ObjIntConsumer<TraceBuilder> said) {
    var builder = new TraceBuilder(Origin.MEASURED, World.EMPTY);
    for (int track = 0; track < TRACKS; track++) {
      builder.track(new Track.OfThread("thread " + track, "here"));
    }
    int label = builder.label(new Trace.Label("op", "Relu", List.of()));
    for (int i = 0; i < SPANS; i++) {
      builder.span(i % TRACKS, label, TaskKind.COMPUTE, 10L * i, 10L * i + 5);
    }
    said.accept(builder, SPANS - 1);
    return builder.build();
  }

  /// Bytes of all columns, whatever they are called.
  private static long columnBytes(Trace trace) throws IllegalAccessException {
    long bytes = 0;
    for (var field : Trace.class.getDeclaredFields()) {
      field.setAccessible(true);
      var type = field.getType().getComponentType();
      var column = type != null && type.isPrimitive() ? field.get(trace) : null;
      if (column != null && type != null) {
        int width = type == long.class ? 8 : type == int.class ? 4 : 1;
        bytes += (long) width * Array.getLength(column);
      }
    }
    return bytes;
  }

  private static long bytesForEachSpan(ObjIntConsumer<TraceBuilder> said)
      throws IllegalAccessException {
    long tracks = 4 * (TRACKS + 1);
    return (columnBytes(trace(said)) - tracks) / SPANS;
  }

  @Test
  void aCoreSpanTakes21Bytes() throws IllegalAccessException {
    assertEquals(21, bytesForEachSpan((_, _) -> {}));
  }

  @Test
  void eachColumnTakesMemoryOnlyWhereASpanUsesIt() throws IllegalAccessException {
    assertEquals(25, bytesForEachSpan((builder, span) -> builder.replica(span, 0)));
    assertEquals(25, bytesForEachSpan((builder, span) -> builder.microBatch(span, 0)));
    assertEquals(25, bytesForEachSpan((builder, span) -> builder.task(span, 0)));
    assertEquals(29, bytesForEachSpan((builder, span) -> builder.bytes(span, 1)));
    assertEquals(22, bytesForEachSpan((builder, span) -> builder.phase(span, Phase.F)));
    assertEquals(21, bytesForEachSpan((builder, span) -> builder.bytes(span, 0)));
    assertEquals(
        25,
        bytesForEachSpan((builder, span) ->
            builder.span(
                (SPANS - 1) % TRACKS, 0, TaskKind.COMPUTE, 10L * span + 1, 10L * span + 2)));
  }

  @Test
  void rowsThatWereNotSetSayThatNothingIsKnown() {
    var trace =
        trace((builder, span) -> {
          builder.replica(span, 1);
          builder.microBatch(span, 2);
          builder.task(span, 3);
          builder.bytes(span, 4);
          builder.phase(span, Phase.U);
          builder.argument(span, new Argument("stream", "7"));
          builder.argument(span, new Argument("grid", "[1, 2, 3]"));
        });
    int last = trace.endSpan((SPANS - 1) % TRACKS) - 1;
    assertEquals(1, trace.replica(last));
    assertEquals(2, trace.microBatch(last));
    assertEquals(3, trace.task(last));
    assertEquals(4, trace.bytes(last));
    assertEquals(Phase.U, trace.phase(last));
    assertEquals(
        List.of(new Argument("stream", "7"), new Argument("grid", "[1, 2, 3]")),
        trace.arguments(last));
    assertEquals(-1, trace.replica(0));
    assertEquals(-1, trace.microBatch(0));
    assertEquals(-1, trace.task(0));
    assertEquals(0, trace.bytes(0));
    assertNull(trace.phase(0));
    assertEquals(List.of(), trace.arguments(0));
    assertEquals(-1, trace((_, _) -> {}).task(last));
  }

  @Test
  void argumentsAreKeptOnce() {
    var builder = new TraceBuilder(Origin.IMPORTED, World.EMPTY);
    builder.track(new Track.OfThread("thread", "here"));
    builder.label(new Trace.Label("op", "Relu", List.of()));
    for (int i = 0; i < 3; i++) {
      builder.argument(
          builder.span(0, 0, TaskKind.COMPUTE, i, i + 1),
          new Argument("stream", Integer.toString(7)));
    }
    var trace = builder.build();
    assertTrue(trace.arguments(0).getFirst() == trace.arguments(2).getFirst());
  }

  @Test
  void durationIsTheEndOfTheLastSpan() {
    assertEquals(10L * (SPANS - 1) + 5, trace((_, _) -> {}).durationNanos());
    assertEquals(0, new TraceBuilder(Origin.MEASURED, World.EMPTY).build().durationNanos());
  }

  @Test
  void aTrackOfADeviceThatIsNotThereIsRefused() {
    var builder = new TraceBuilder(Origin.MEASURED, World.EMPTY);
    builder.track(new Track.OfLane("CPU 0", new DeviceId("cpu0"), Lane.COMPUTE));
    assertThrows(IllegalArgumentException.class, builder::build);
    builder.device(new World.Device(new DeviceId("cpu0"), "CPU 0", "here"));
    assertEquals(List.of("here"), builder.build().world().hosts());
  }
}
