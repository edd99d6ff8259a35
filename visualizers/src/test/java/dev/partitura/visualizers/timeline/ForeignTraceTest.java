package dev.partitura.visualizers.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.task.TaskKind;
import dev.partitura.engine.trace.Argument;
import dev.partitura.engine.trace.Origin;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.TraceBuilder;
import dev.partitura.engine.trace.Track;
import dev.partitura.engine.trace.World;
import dev.partitura.ui.canvas.HoverCard;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.theme.Theme;
import dev.partitura.visualizers.painter.RecordingPen;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// A trace from elsewhere, of which nothing is known but itself: a thread with nested calls, and a
/// device with a lane to compute and one to copy.
class ForeignTraceTest {
  private static final DeviceId GPU = new DeviceId("gpu0");
  private final Texts texts = Texts.of(TimelinePainter.class, Language.ENGLISH);
  private final Run run = new Run(1, "profile", null, new Analyses(trace(), Provenance.UNKNOWN));
  private final Score score =
      Score.of(run.analyses(), List.of(), Language.ENGLISH, new Cancellation());

  private static Trace trace() {
    var builder = new TraceBuilder(Origin.IMPORTED, World.EMPTY);
    builder.device(new World.Device(GPU, "GPU 0", "node7"));
    int thread = builder.track(new Track.OfThread("python 4711", "node7"));
    int compute = builder.track(new Track.OfLane("GPU 0 stream 7", GPU, Lane.COMPUTE));
    int copies = builder.track(new Track.OfLane("GPU 0 stream 8", GPU, Lane.COPY_IN));
    span(builder, thread, "step", TaskKind.OTHER, 0, 1000);
    span(builder, thread, "aten::linear", TaskKind.OTHER, 100, 700);
    int launch = span(builder, thread, "cudaLaunchKernel", TaskKind.OTHER, 200, 300);
    int copy = span(builder, copies, "Memcpy HtoD", TaskKind.TRANSFER, 250, 350);
    int kernel = span(builder, compute, "sgemm_128", TaskKind.COMPUTE, 400, 900);
    builder.bytes(copy, 4096);
    builder.phase(kernel, Phase.B);
    builder.argument(kernel, new Argument("grid", "[64, 1, 1]"));
    builder.flow(launch, kernel);
    return builder.build();
  }

  private static int span(
      TraceBuilder builder, int track, String name, TaskKind kind, long start, long end) {
    return builder.span(
        track, builder.label(new Trace.Label(name, "kernel", List.of())), kind, start, end);
  }

  private static int named(Trace trace, String name) {
    int span = 0;
    while (!trace.name(span).equals(name)) {
      span++;
    }
    return span;
  }

  @Test
  void everyTrackIsARow() {
    assertEquals(
        List.of(
            "python 4711 |  |  | OTHER",
            "GPU 0 stream 7 | A | sgemm_128 | DEVICE",
            "GPU 0 stream 8 | A |  | DEVICE"),
        score.rows().stream()
            .map(
                row -> row.title() + " | " + row.letter() + " | " + row.note() + " | " + row.kind())
            .toList());
  }

  @Test
  void itIsDrawnWithWhatIsNestedOnTop() {
    var pen = new RecordingPen();
    new TimelinePainter()
        .paint(
            pen,
            new Frame(
                score,
                TimelineScale.whole(score.durationNanos(), score.height(), 800, 260 - Frame.HEAD),
                150,
                260,
                Theme.DARK.palette(),
                texts,
                Coloring.KIND,
                SpanSet.EMPTY,
                SpanSet.EMPTY,
                -1,
                new int[0],
                null,
                List.of(),
                null));
    var drawn = pen.calls();
    int outer = drawn.indexOf("aten::linear");
    assertTrue(outer > drawn.indexOf("step"), drawn);
    assertTrue(drawn.indexOf("cudaLaunch") > outer && drawn.contains("sgemm_128"), drawn);
  }

  @Test
  void itIsWalkedThroughAndTold() {
    var session = Sessions.empty();
    var model = new TimelineModel(session);
    model.setViewport(model.viewport().resized(800, 300));
    model.show(score);
    var trace = Objects.requireNonNull(model.score()).trace();
    model.picking().select(named(trace, "aten::linear"));
    model.steps().step(1);
    assertEquals("cudaLaunchKernel", trace.name(model.selected()));
    int kernel = named(trace, "sgemm_128");
    assertEquals(named(trace, "cudaLaunchKernel"), score.flows().lastInto(kernel));
    var facts = SpanCard.of(score, kernel, texts).facts();
    assertTrue(facts.contains(new HoverCard.Fact("grid", "[64, 1, 1]")), facts.toString());
    assertTrue(facts.contains(new HoverCard.Fact("phase", "backward")), facts.toString());
  }
}
