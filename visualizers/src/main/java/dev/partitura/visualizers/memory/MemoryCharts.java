package dev.partitura.visualizers.memory;

import dev.partitura.engine.trace.Counter;
import dev.partitura.engine.trace.Trace;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.theme.Palette;
import dev.partitura.ui.theme.Texts;
import dev.partitura.visualizers.chart.Chart;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javafx.scene.paint.Color;

/// Makes charts of the memory counters of a run. Pure.
final class MemoryCharts {
  /// Points that a curve is thinned to; each keeps the largest value near it.
  private static final int MOST_POINTS = 2000;

  private final Texts texts;

  MemoryCharts(Texts texts) {
    this.texts = texts;
  }

  static List<Counter> counters(Trace trace) {
    return trace.counters().stream().filter(counter -> counter.unit().equals("bytes")).toList();
  }

  /// What each device used at each moment.
  Chart.Steps overTime(Run run) {
    var curves = new ArrayList<Chart.Curve>();
    long end = run.trace().durationNanos();
    for (var counter : counters(run.trace())) {
      curves.add(curve(name(run, counter), hue(run, counter), counter, end));
    }
    return new Chart.Steps(
        new Chart.Quantity(texts.get("time"), Format::time),
        new Chart.Quantity(texts.get("used"), Format::bytes),
        curves);
  }

  /// The most that each device used.
  Chart.Bars peaks(Run run) {
    var counters = counters(run.trace());
    return new Chart.Bars(
        new Chart.Quantity(texts.get("peak"), Format::bytes),
        counters.stream().map(counter -> name(run, counter)).toList(),
        counters.stream().mapToDouble(Counter::peak).toArray(),
        Chart.RowHue.ofDevices(
            counters.stream()
                .map(counter -> run.trace().world().indexOf(counter.device()))
                .toList()),
        -1,
        List.of());
  }

  private static Chart.Curve curve(
      String name, Function<Palette, Color> hue, Counter counter, long end) {
    int points = counter.times().length;
    int step = Math.max(1, (points + MOST_POINTS - 1) / MOST_POINTS);
    int kept = (points + step - 1) / step;
    var xs = new double[kept + 1];
    var ys = new double[kept + 1];
    for (int i = 0; i < kept; i++) {
      xs[i] = counter.times()[i * step];
      for (int point = i * step; point < Math.min(points, (i + 1) * step); point++) {
        ys[i] = Math.max(ys[i], counter.values()[point]);
      }
    }
    xs[kept] = Math.max(end, kept == 0 ? 0 : xs[kept - 1]);
    ys[kept] = points == 0 ? 0 : counter.values()[points - 1];
    return new Chart.Curve(name, hue, xs, ys);
  }

  private static String name(Run run, Counter counter) {
    var title = run.trace().world().title(counter.device());
    return title == null ? counter.name() : title;
  }

  private static Function<Palette, Color> hue(Run run, Counter counter) {
    int index = run.trace().world().indexOf(counter.device());
    return palette -> index < 0 ? palette.edge() : palette.device(index);
  }
}
