package dev.partitura.engine.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.task.TaskKind;
import dev.partitura.engine.trace.Origin;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.TraceBuilder;
import dev.partitura.engine.trace.Track;
import dev.partitura.engine.trace.World;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvidenceTest {
  private static Trace trace() {
    var cpu0 = new World.Device(new DeviceId("cpu0"), "CPU 0", "here");
    var builder = new TraceBuilder(Origin.MEASURED, new World(List.of(cpu0.host()), List.of(cpu0)));
    builder.track(new Track.OfLane(cpu0.label(), cpu0.id(), Lane.COMPUTE));
    span(builder, "short", TaskKind.COMPUTE, 0, 10);
    span(builder, "copy", TaskKind.TRANSFER, 12, 15);
    span(builder, "late", TaskKind.COMPUTE, 60, 70);
    span(builder, "long", TaskKind.COMPUTE, 70, 130);
    return builder.build();
  }

  private static void span(TraceBuilder builder, String name, TaskKind kind, long start, long end) {
    builder.span(0, builder.label(new Trace.Label(name, "Relu", List.of())), kind, start, end);
  }

  private static String evidence(Finding.Kind kind, String other) {
    var trace = trace();
    Optional<Integer> span = Evidence.span(trace, new Finding(kind, "cpu0", other, 1, 0.5));
    return span.map(trace::name).orElse("none");
  }

  @Test
  void eachFindingPointsAtTheSpanThatShowsIt() {
    assertEquals("late", evidence(Finding.Kind.WAITING, "cpu1"));
    assertEquals("late", evidence(Finding.Kind.DISPATCH, ""));
    assertEquals("long", evidence(Finding.Kind.BOTTLENECK, ""));
    assertEquals("copy", evidence(Finding.Kind.TRANSFER, ""));
    assertEquals("short", evidence(Finding.Kind.HEAVY_OP, "short"));
    assertEquals("none", evidence(Finding.Kind.HEAVY_OP, "absent"));
    assertEquals("none", evidence(Finding.Kind.BUBBLE, ""));
  }

  @Test
  void itIsFoundOnceForTheFindingsOfARun() {
    var run = new Analyses(trace(), Provenance.UNKNOWN);
    var evidence = run.get(Evidence.ANALYSIS);
    for (var finding : run.get(Why.ANALYSIS)) {
      assertEquals(Evidence.span(trace(), finding), Optional.ofNullable(evidence.get(finding)));
    }
    assertEquals(evidence, run.get(Evidence.ANALYSIS));
    assertFalse(evidence.isEmpty());
  }
}
