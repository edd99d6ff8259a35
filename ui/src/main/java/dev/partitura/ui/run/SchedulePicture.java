package dev.partitura.ui.run;

import dev.partitura.engine.plan.schedule.OrderTimes;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.plan.schedule.Pipelines;
import dev.partitura.engine.plan.schedule.Schedule;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.ui.theme.Palette;
import java.util.Map;
import javafx.scene.canvas.Canvas;

/// A small picture of a schedule: what it has each device do when, a row a device, in the hues of
/// the phases, were all stages equal and the way back twice as long as the way there.
final class SchedulePicture extends Canvas {
  private static final double WIDTH = 168;
  private static final double ROW = 9;
  private static final int MOST_DEVICES = 4;
  private static final int MOST_MICRO_BATCHES = 8;

  private SchedulePicture(double height) {
    super(WIDTH, height);
  }

  /// @param devices of the pipeline; a picture shows a few of many
  static SchedulePicture of(Schedule schedule, int devices, int microBatches, Palette palette) {
    int rows = Math.clamp(devices, 2, MOST_DEVICES);
    var picture = new SchedulePicture(rows * ROW);
    try {
      picture.draw(schedule, rows, Math.clamp(microBatches, rows, MOST_MICRO_BATCHES), palette);
    } catch (ProblemException refused) {
      // It cannot run there; the words beside it are enough.
    }
    return picture;
  }

  private void draw(Schedule schedule, int devices, int microBatches, Palette palette) {
    var nanos =
        schedule.splitsBackward()
            ? Map.of(Phase.F, 1.0, Phase.B, 1.0, Phase.W, 1.0)
            : Map.of(Phase.F, 1.0, Phase.B, 2.0);
    var problem =
        Pipelines.of(
            schedule,
            devices,
            microBatches,
            schedule.usualChunks(devices),
            schedule.splitsSequence() ? 2 : 1,
            nanos,
            0);
    var order = schedule.order(problem);
    var times = OrderTimes.of(problem, order, Double.NaN);
    double scale = WIDTH / times.makespanNanos();
    var pen = getGraphicsContext2D();
    pen.setFill(palette.line());
    for (int device = 0; device < order.size(); device++) {
      pen.fillRect(0, device * ROW, WIDTH, ROW - 1);
    }
    for (int device = 0; device < order.size(); device++) {
      for (int place = 0; place < order.get(device).size(); place++) {
        double from = times.beginNanos()[device][place] * scale;
        double to = times.endNanos()[device][place] * scale;
        pen.setFill(palette.phase(order.get(device).get(place).phase()));
        pen.fillRect(from, device * ROW, Math.max(0.5, to - from - 0.5), ROW - 1);
      }
    }
  }
}
