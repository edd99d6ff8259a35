package dev.partitura.visualizers.timeline;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.task.TaskKind;
import dev.partitura.engine.trace.Origin;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.TraceBuilder;
import dev.partitura.engine.trace.Track;
import dev.partitura.engine.trace.World;
import dev.partitura.ui.background.FxThread;
import dev.partitura.ui.canvas.CanvasPen;
import dev.partitura.ui.canvas.Viewport;
import dev.partitura.ui.theme.BundledFonts;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.theme.Theme;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javafx.scene.Scene;
import javafx.scene.canvas.Canvas;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Pane;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// A frame of the timeline at 1920×1080 by the software pipeline under JMH, from the whole trace to
/// single spans:
///
///     mvn -Pjmh -Dmaven.test.skip -pl app -am test -Djmh="TimelineJmh -p zoom=1"
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TimelineJmh {
  private static final double GUTTER = 152;

  /// The trace alone, for what needs no screen.
  @State(Scope.Thread)
  public static class Spans {
    @Param("10000000")
    int spans;

    @Param("64")
    int tracks;

    private Trace trace = new TraceBuilder(Origin.IMPORTED, World.EMPTY).build();

    @Setup
    public void prepare() {
      trace = trace(spans, tracks);
    }
  }

  @Param({"1", "0.1", "0.01", "0.001", "0.0001", "0.00001"})
  double zoom;

  @Param({"KIND", "MICRO_BATCH"})
  Coloring coloring;

  private final TimelinePainter painter = new TimelinePainter();
  private final Texts texts = Texts.of(Timeline.class, Language.ENGLISH);
  private @Nullable Score score;
  private @Nullable Scene scene;
  private @Nullable CanvasPen pen;
  private @Nullable WritableImage image;
  private int turn;

  @Setup
  public void prepare(Spans spans) {
    BundledFonts.provide();
    FxThread.start();
    score =
        Score.of(
            new Analyses(spans.trace, Provenance.UNKNOWN),
            List.of(),
            Language.ENGLISH,
            new Cancellation());
    FxThread.run(() -> {
      var canvas = new Canvas(1920, 1080);
      scene = new Scene(new Pane(canvas), 1920, 1080);
      image = new WritableImage(1920, 1080);
      pen = new CanvasPen(canvas);
    });
  }

  @TearDown
  public void stop() {
    FxThread.stop();
  }

  @Benchmark
  public SpanIndex index(Spans spans) {
    return SpanIndex.of(spans.trace, new Cancellation());
  }

  @Benchmark
  public void paint() {
    FxThread.run(this::painted);
  }

  @Benchmark
  public void paintAndRender() {
    FxThread.run(() -> {
      painted();
      Objects.requireNonNull(scene).snapshot(image);
    });
  }

  private void painted() {
    var shown = Objects.requireNonNull(score);
    var whole =
        TimelineScale.whole(
            shown.durationNanos(), shown.height(), 1920 - GUTTER, 1080 - Frame.HEAD);
    var view = whole.zoomed(1 / zoom, 900 + turn++ % 30, 0);
    var to = Objects.requireNonNull(pen);
    to.begin(1920, 1080);
    painter.paint(to, frame(shown, view));
    to.end();
  }

  private Frame frame(Score shown, Viewport view) {
    return new Frame(
        shown,
        view,
        GUTTER,
        1080,
        Theme.DARK.palette(),
        texts,
        coloring,
        SpanSet.EMPTY,
        SpanSet.EMPTY,
        -1,
        new int[0],
        null,
        List.of(),
        null);
  }

  private static Trace trace(int spans, int tracks) {
    var random = new Random(1);
    var builder = new TraceBuilder(Origin.IMPORTED, World.EMPTY);
    var labels = new int[50];
    for (int i = 0; i < labels.length; i++) {
      var type = List.of("Relu", "Conv", "MaxPool", "Add", "Gemm").get(i % 5);
      labels[i] = builder.label(new Trace.Label("op" + i, type, List.of(new OpId("op" + i))));
    }
    for (int track = 0; track < tracks; track++) {
      int row = builder.track(new Track.OfThread("row " + track, "here"));
      long at = 0;
      for (int i = 0; i < spans / tracks; i++) {
        long length = random.nextLong(500, 2500);
        int span = builder.span(row, labels[i % labels.length], TaskKind.COMPUTE, at, at + length);
        builder.microBatch(span, i / labels.length);
        at += length + (random.nextInt(8) == 0 ? random.nextInt(4000) : 0);
      }
    }
    return builder.build();
  }
}
