package dev.partitura.engine.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.partitura.engine.analysis.Analysis.Known;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.task.TaskKind;
import dev.partitura.engine.trace.Origin;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.TraceBuilder;
import dev.partitura.engine.trace.Track;
import dev.partitura.engine.trace.World;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  /// All that a new analysis takes: this, and its line in the catalogue.
  private record LongestSpan(String name, long nanos) {
    static final Analysis<LongestSpan> ANALYSIS =
        Analysis.of(
            "longest span",
            Set.of(),
            run -> of(run.trace()),
            (longest, report) -> report.put("longestSpanNanos", longest.nanos));

    static LongestSpan of(Trace trace) {
      int longest = 0;
      for (int span = 1; span < trace.spanCount(); span++) {
        longest = trace.durationNanos(span) > trace.durationNanos(longest) ? span : longest;
      }
      return new LongestSpan(trace.name(longest), trace.durationNanos(longest));
    }
  }

  private static final DeviceId GPU = new DeviceId("gpu0");

  /// A device that computes (100–400) while it receives (50–200, 350–500), and sleeps until 600.
  private static Trace trace() {
    var builder = new TraceBuilder(Origin.IMPORTED, World.EMPTY);
    builder.device(new World.Device(GPU, "GPU 0", "node7"));
    int compute = builder.track(new Track.OfLane("stream 7", GPU, Lane.COMPUTE));
    int copies = builder.track(new Track.OfLane("stream 8", GPU, Lane.COPY_IN));
    int thread = builder.track(new Track.OfThread("python", "node7"));
    int launch = span(builder, thread, "launch", TaskKind.OTHER, 0, 90);
    int kernel = span(builder, compute, "sgemm", TaskKind.COMPUTE, 100, 400);
    span(builder, copies, "in", TaskKind.TRANSFER, 50, 200);
    span(builder, copies, "in", TaskKind.TRANSFER, 350, 500);
    span(builder, thread, "wait", TaskKind.OTHER, 590, 600);
    builder.flow(launch, kernel);
    builder.flow(kernel, launch);
    return builder.build();
  }

  private static int span(
      TraceBuilder builder, int track, String name, TaskKind kind, long start, long end) {
    return builder.span(
        track, builder.label(new Trace.Label(name, "kernel", List.of())), kind, start, end);
  }

  private static Analyses foreign() {
    return new Analyses(trace(), Provenance.UNKNOWN);
  }

  @Test
  void anAnalysisThatIsRegisteredIsInTheReport() throws Exception {
    var catalogue = new ArrayList<>(Analyses.CATALOGUE);
    catalogue.add(LongestSpan.ANALYSIS);
    var run = new Analyses(trace(), Provenance.UNKNOWN, catalogue);
    assertEquals("sgemm", run.get(LongestSpan.ANALYSIS).name());
    var json = JsonMapper.builder().build().readTree(Report.json(run));
    assertEquals(300, json.at("/longestSpanNanos").asLong());
    assertFalse(Report.json(foreign()).contains("longestSpanNanos"));
  }

  @Test
  void everyAnalysisIsThereOnceByItsName() {
    var names = new HashSet<String>();
    Analyses.CATALOGUE.forEach(analysis -> assertTrue(names.add(analysis.name())));
  }

  @Test
  void eachIsComputedOnceWhoeverAsks() throws Exception {
    var computed = new AtomicInteger();
    var once = Analysis.of("once", Set.of(), _ -> new Object[] {computed.incrementAndGet()});
    var twice = Analysis.of("twice", Set.of(), run -> run.get(once).length + run.get(once).length);
    var run = foreign();
    try (var threads = Executors.newFixedThreadPool(8)) {
      var asked = new ArrayList<Future<?>>();
      for (int i = 0; i < 64; i++) {
        var wanted = i % 2 == 0 ? once : twice;
        asked.add(threads.submit(() -> run.get(wanted)));
      }
      for (var answer : asked) {
        answer.get();
      }
    }
    assertEquals(1, computed.get());
    assertSame(run.get(Dependencies.ANALYSIS), run.get(Dependencies.ANALYSIS));
  }

  @Test
  void whatIsNotKnownIsNotTold() {
    var run = foreign();
    for (var analysis : Analyses.CATALOGUE) {
      assertEquals(analysis.needs().isEmpty(), run.find(analysis).isPresent(), analysis.name());
    }
    assertThrows(IllegalStateException.class, () -> run.get(Throughput.ANALYSIS));
    assertEquals(Set.of(Known.MEASURED), Throughput.ANALYSIS.needs());
    var report = Report.json(run);
    assertFalse(report.contains("throughput") || report.contains("\"plan\""), report);
    assertTrue(report.contains("\"makespanNanos\" : 600"), report);
  }

  @Test
  void theLanesOfADeviceAreOneDevice() {
    assertEquals(
        List.of(new DeviceUse("gpu0", GPU, 450, 150, 150, 0.75, 0, 0)),
        foreign().get(DeviceUse.ANALYSIS));
    assertEquals(150, foreign().get(Exchange.ANALYSIS).exposedNanos());
  }

  @Test
  void arrowsOfATraceSayWhatWasWaitedFor() {
    var run = foreign();
    var dependencies = run.get(Dependencies.ANALYSIS);
    // The arrow back in time shows nothing that was waited for.
    assertEquals(1, dependencies.count());
    var causes = run.get(IdleCauses.ANALYSIS);
    assertEquals(List.of(new IdleCauses(0, 0, 0, 200, List.of(0L, 0L, 90L), 0, 10)), causes);
    assertEquals(
        600, run.get(CriticalPath.ANALYSIS).nanos() + run.get(CriticalPath.ANALYSIS).waitNanos());
  }
}
