package dev.partitura.visualizers.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.PlanRunner;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.trace.Trace;
import dev.partitura.ui.canvas.HoverCard;
import dev.partitura.ui.canvas.HoverCard.Fact;
import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.theme.Theme;
import dev.partitura.ui.timeline.Strip;
import dev.partitura.ui.timeline.TimelineTrack;
import dev.partitura.ui.timeline.TrackContent;
import dev.partitura.visualizers.Visualizers;
import dev.partitura.visualizers.memory.MemoryTrack;
import dev.partitura.visualizers.painter.RecordingPen;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A row that somebody else adds to the timeline: one class and one line.
class AddedTrackTest {
  private static final PlanRunner RUNNER = new LoweringRunner(new LocalExecutor());

  private final Session session = Sessions.empty();

  /// Marks the begin of every span.
  private record Begins(Trace trace) implements TrackContent {
    static TrackContent of(Analyses run, Language language) {
      return new Begins(run.trace());
    }

    @Override
    public String title() {
      return "Begins";
    }

    @Override
    public String fact() {
      return trace.spanCount() + " spans";
    }

    @Override
    public double height() {
      return 20;
    }

    @Override
    public void draw(Pen pen, Strip strip) {
      for (int span = 0; span < trace.spanCount(); span++) {
        double x = strip.x(trace.startNanos(span));
        pen.fill(x, strip.top(), 1, strip.height(), strip.palette().accent());
      }
    }

    @Override
    public HoverCard.Text at(double nanos, double nanosPerPixel) {
      var at = new Fact("at", Long.toString(Math.round(nanos)));
      return new HoverCard.Text("Begins", List.of(at), List.of());
    }
  }

  private Score score(TimelineTrack... tracks) {
    return Score.of(
        Sessions.pipelineRun(session).analyses(),
        List.of(tracks),
        Language.ENGLISH,
        new Cancellation());
  }

  @Test
  void itIsARowBelowThoseOfTheTraceAndDrawsItself() {
    var score = score(new MemoryTrack(), Begins::of);
    var row = score.rows().getLast();
    assertEquals("Begins", row.title());
    assertEquals(score.trace().spanCount() + " spans", row.fact());
    assertEquals(score.rows().get(score.rows().size() - 2).bottom(), row.top());
    assertEquals(20, row.laneHeight());
    var pen = new RecordingPen();
    var view = TimelineScale.whole(score.durationNanos(), score.height(), 800, 300);
    new TimelinePainter()
        .paint(
            pen,
            new Frame(
                score,
                view,
                150,
                300 + Frame.HEAD,
                Theme.DARK.palette(),
                Texts.of(Timeline.class, Language.ENGLISH),
                Coloring.KIND,
                SpanSet.EMPTY,
                SpanSet.EMPTY,
                -1,
                new int[0],
                null,
                List.of(),
                null));
    long marks =
        pen.calls().lines().filter(line -> line.matches("fill [\\d.]+ [\\d.]+ 1 20 .*")).count();
    assertEquals(score.trace().spanCount(), marks);
    assertTrue(pen.calls().contains("\"Begins\""), pen.calls());
    var content = row.content();
    assertNotNull(content);
    assertEquals(List.of(new Fact("at", "7")), content.at(7, 1).facts());
  }

  @Test
  void aTrackWithNothingToShowIsNoRow() {
    assertEquals(score().rows().size(), score((_, _) -> null).rows().size());
  }

  @Test
  void oneLineRegistersIt() {
    var timeline = assertInstanceOf(Timeline.class, Visualizers.all(RUNNER, Begins::of).getFirst());
    assertEquals(Visualizers.all(RUNNER).getFirst().id(), timeline.id());
    assertEquals(2, timeline.tracks().size());
  }
}
