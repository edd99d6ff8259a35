package dev.partitura.app.bench;

import dev.partitura.editor.NetworkEditor;
import dev.partitura.editor.canvas.GraphCanvas;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.background.FxThread;
import dev.partitura.ui.canvas.Viewport;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.BundledFonts;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import javafx.animation.AnimationTimer;
import javafx.scene.Scene;
import javafx.stage.Stage;

/// Counts what frames of the graph cost while it is moved: the time on a core that painting takes
/// on the thread of the window, and rendering on its own. Without a display, drawn by software;
/// what the copy to the screen that is not there would cost is left out.
final class GraphFrames {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int FRAMES = 200;
  private static final int BEFORE = 600;

  // The largest window that a display without a screen takes.
  private static final int WIDTH = 1200;
  private static final int HEIGHT = 760;
  private static final double WHEEL = 1.05;

  private final Project project;
  private final Map<String, List<Double>> millis = new LinkedHashMap<>();

  GraphFrames(Project project) {
    this.project = project;
  }

  /// Milliseconds of each frame, by what was done to the picture.
  Map<String, List<Double>> measure() {
    System.setProperty("glass.platform", "Headless");
    System.setProperty("prism.order", "sw");
    BundledFonts.provide();
    FxThread.start();
    var stages = new ArrayList<Stage>();
    var session =
        FxThread.call(() -> {
          var shown = new Session(project, new Appearance(Theme.DARK, Language.ENGLISH));
          shown.appearance().motionProperty().set(false);
          var editor = new NetworkEditor(shown);
          var scene = new Scene(editor, WIDTH, HEIGHT);
          shown.appearance().dress(scene);
          var stage = new Stage();
          stage.setScene(scene);
          stage.setX(0);
          stage.setY(0);
          stage.show();
          stages.add(stage);
          return shown;
        });
    var canvas =
        FxThread.call(() -> (GraphCanvas) stages.getFirst().getScene().lookup("#graph-canvas"));
    FxThread.call(() -> {
      canvas.fit();
      return canvas;
    });
    waitForFrames(canvas, 10, _ -> canvas.viewport(), new ArrayList<>());
    var whole = FxThread.call(canvas::viewport);
    run("pan the whole", canvas, i -> whole.panned(i % 40, i % 20));
    double x = whole.x().length() / 2;
    double y = whole.y().length() / 2;
    run("zoom by the wheel", canvas, i -> whole.zoomed(Math.pow(WHEEL, wave(i)), x, y));
    var near = whole.zoomed(0.6 / whole.scale(), x, y);
    run("pan where names are read", canvas, i -> near.panned(7 * i, 3 * i));
    FxThread.call(() -> {
      stages.forEach(Stage::close);
      return stages;
    });
    session.background().close();
    FxThread.stop();
    return millis;
  }

  /// In and out again.
  private static int wave(int frame) {
    int at = frame % 160;
    return at < 80 ? at : 160 - at;
  }

  private void run(String name, GraphCanvas canvas, IntFunction<Viewport> at) {
    waitForFrames(canvas, BEFORE, at, new ArrayList<>());
    var counted = new ArrayList<Double>();
    waitForFrames(canvas, FRAMES, at, counted);
    millis.put(name, counted);
  }

  private static void waitForFrames(
      GraphCanvas canvas, int count, IntFunction<Viewport> at, List<Double> into) {
    var done = new CountDownLatch(1);
    var timer =
        new AnimationTimer() {
          private int frame;
          private long rendered;
          private long painting;

          @Override
          public void handle(long now) {
            long before = rendered;
            rendered = renderedNanos();
            if (frame > 1) {
              into.add((painting + rendered - before) / 1e6);
            }
            if (frame++ > count) {
              stop();
              done.countDown();
            } else {
              long start = THREADS.getCurrentThreadCpuTime();
              canvas.setViewport(at.apply(frame));
              canvas.layout();
              painting = THREADS.getCurrentThreadCpuTime() - start;
            }
          }
        };
    FxThread.call(() -> {
      timer.start();
      return timer;
    });
    try {
      done.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// What the thread that renders has used so far.
  private static long renderedNanos() {
    return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
        .filter(info -> info != null && info.getThreadName().startsWith("QuantumRenderer"))
        .mapToLong(info -> Math.max(0, THREADS.getThreadCpuTime(info.getThreadId())))
        .sum();
  }
}
