package dev.partitura.app.bench;

import dev.partitura.ui.background.FxThread;
import dev.partitura.ui.canvas.Viewport;
import dev.partitura.ui.canvas.ZoomPan;
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
import javafx.scene.layout.Region;

/// Counts what frames of a drawing cost while it is moved: the time on a core that painting takes
/// on the thread of the window, and rendering on its own.
final class FrameMeter {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int FRAMES = 200;
  private static final int BEFORE = 600;
  private static final double WHEEL = 1.05;
  private static final int WAVE = 160;

  private final ZoomPan.Surface surface;
  private final Region canvas;
  private final Map<String, List<Double>> millis = new LinkedHashMap<>();

  /// @param surface a region that draws itself when it is laid out
  FrameMeter(ZoomPan.Surface surface) {
    this.surface = surface;
    canvas = (Region) surface;
  }

  /// Milliseconds of each frame, by what was done to the picture, which is moved as a whole, zoomed
  /// by the wheel in its middle, and moved along near by.
  ///
  /// @param near how many times as large as the whole it is near by
  Map<String, List<Double>> measure(double near) {
    FxThread.run(surface::fit);
    moved(10, _ -> surface.viewport());
    var whole = FxThread.call(surface::viewport);
    double x = whole.x().length() / 2;
    double y = whole.y().length() / 2;
    run("pan the whole", i -> whole.panned(i % 40, i % 20));
    run("zoom by the wheel", i -> whole.zoomed(Math.pow(WHEEL, wave(i)), x, y));
    var close = whole.zoomed(near, x, y);
    run("pan where names are read", i -> close.panned(7 * i, 3 * i));
    return millis;
  }

  /// In and out again.
  private static int wave(int frame) {
    int at = frame % WAVE;
    return Math.min(at, WAVE - at);
  }

  private void run(String name, IntFunction<Viewport> at) {
    moved(BEFORE, at);
    millis.put(name, moved(FRAMES, at));
  }

  private List<Double> moved(int count, IntFunction<Viewport> at) {
    var counted = new ArrayList<Double>();
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
              counted.add((painting + rendered - before) / 1e6);
            }
            if (frame++ > count) {
              stop();
              done.countDown();
            } else {
              long start = THREADS.getCurrentThreadCpuTime();
              surface.setViewport(at.apply(frame));
              canvas.layout();
              painting = THREADS.getCurrentThreadCpuTime() - start;
            }
          }
        };
    FxThread.run(timer::start);
    try {
      done.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return counted;
  }

  /// What the thread that renders has used so far.
  private static long renderedNanos() {
    return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
        .filter(info -> info != null && info.getThreadName().startsWith("QuantumRenderer"))
        .mapToLong(info -> Math.max(0, THREADS.getThreadCpuTime(info.getThreadId())))
        .sum();
  }
}
