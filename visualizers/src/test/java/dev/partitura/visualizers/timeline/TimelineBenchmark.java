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
import dev.partitura.ui.theme.BundledFonts;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.theme.Theme;
import dev.partitura.visualizers.painter.CanvasPen;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javafx.scene.Scene;
import javafx.scene.canvas.Canvas;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Pane;

/// Measures a frame of the timeline: `main` takes the number of spans (10 million) and of tracks
/// (64). Prints milliseconds for painting and for rendering by the software pipeline at 1920×1080,
/// best and median of thirty frames, from the whole trace to single spans.
final class TimelineBenchmark {
  private static final int FRAMES = 30;
  private static final double GUTTER = 152;

  private TimelineBenchmark() {}

  public static void main(String[] arguments) {
    int spans = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000_000;
    int tracks = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 64;
    BundledFonts.provide();
    FxThread.start();
    var trace = trace(spans, tracks);
    long start = System.nanoTime();
    var index = SpanIndex.of(trace, new Cancellation());
    System.out.printf(
        Locale.ROOT,
        "%d spans on %d tracks, index built in %.0f ms%n",
        trace.spanCount(),
        tracks,
        (System.nanoTime() - start) / 1e6);
    var texts = Texts.of(Timeline.class, Language.ENGLISH);
    var score = Score.of(new Analyses(trace, Provenance.UNKNOWN), texts, new Cancellation());
    FxThread.run(() -> frames(score, texts));
    FxThread.stop();
  }

  private static void frames(Score score, Texts texts) {
    var canvas = new Canvas(1920, 1080);
    var scene = new Scene(new Pane(canvas), 1920, 1080);
    var image = new WritableImage(1920, 1080);
    var pen = new CanvasPen(canvas.getGraphicsContext2D());
    var painter = new TimelinePainter();
    for (var coloring : Coloring.values()) {
      for (double zoom : new double[] {1, 0.1, 1e-2, 1e-3, 1e-4, 1e-5}) {
        var paint = new double[FRAMES];
        var render = new double[FRAMES];
        for (int frame = 0; frame < FRAMES; frame++) {
          var view = Viewport.whole(score.durationNanos(), 1920 - GUTTER).zoom(zoom, 900 + frame);
          var shown =
              new Frame(
                  score,
                  view,
                  GUTTER,
                  1080,
                  0,
                  Theme.DARK.palette(),
                  texts,
                  coloring,
                  SpanSet.EMPTY,
                  SpanSet.EMPTY,
                  -1,
                  new int[0],
                  null,
                  List.of());
          long start = System.nanoTime();
          pen.begin(1920, 1080);
          painter.paint(pen, shown);
          pen.end();
          long painted = System.nanoTime();
          scene.snapshot(image);
          paint[frame] = (painted - start) / 1e6;
          render[frame] = (System.nanoTime() - painted) / 1e6;
        }
        Arrays.sort(paint);
        Arrays.sort(render);
        System.out.printf(
            Locale.ROOT,
            "%-11s zoom %-7.0e paint %5.1f best %5.1f median   render %5.1f best %5.1f median ms%n",
            coloring,
            zoom,
            paint[0],
            paint[FRAMES / 2],
            render[0],
            render[FRAMES / 2]);
      }
    }
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
