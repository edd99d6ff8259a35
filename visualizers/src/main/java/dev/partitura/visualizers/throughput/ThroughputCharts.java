package dev.partitura.visualizers.throughput;

import dev.partitura.engine.analysis.DeviceUse;
import dev.partitura.engine.analysis.Latency;
import dev.partitura.engine.analysis.SpeedUp;
import dev.partitura.ui.explain.ForecastWords;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.run.PlanLabel;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.theme.Palette;
import dev.partitura.ui.theme.Texts;
import dev.partitura.visualizers.chart.Chart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Makes charts of runs. Pure.
final class ThroughputCharts {
  private static final int BINS = 32;

  private final Texts texts;
  private final Texts plans;

  /// @param plans the texts of [PlanLabel]
  ThroughputCharts(Texts texts, Texts plans) {
    this.texts = texts;
    this.plans = plans;
  }

  /// What stands behind the titles of charts of a run: nothing, or that it was predicted and how
  /// far off that may be.
  ///
  /// @param words the texts of [ForecastWords]
  String mark(Run run, Texts words) {
    return run.isPredicted()
        ? " · "
            + texts.get("predicted")
            + " "
            + ForecastWords.shortly(run.provenance().forecast(), words)
        : "";
  }

  /// Throughput and duration of each measured iteration of a run.
  Chart.Lines repeats(Run run) {
    var measured = run.provenance().measured();
    var iterations = measured == null ? new long[0] : measured.iterationNanos();
    double samples = measured == null ? 0 : measured.samples();
    var rates =
        Arrays.stream(iterations)
            .mapToDouble(nanos -> nanos == 0 ? 0 : samples * 1e9 / nanos)
            .toArray();
    var times = Arrays.stream(iterations).asDoubleStream().toArray();
    var rate = new Chart.Quantity(texts.get("rate"), Format::digits);
    var time = new Chart.Quantity(texts.get("time"), Format::time);
    return new Chart.Lines(
        texts.get("repeat"),
        List.of(
            new Chart.Line(rate, Palette::accent, rates),
            new Chart.Line(time, Palette::muted, times)));
  }

  /// How long micro-batches took from the start of their iteration.
  Chart.Histogram latency(Run run) {
    var measured = run.provenance().measured();
    var nanos = measured == null ? new long[0] : measured.latencyNanos();
    var known = run.find(Latency.ANALYSIS).orElse(Latency.NONE);
    var marks = new ArrayList<Chart.Mark>();
    if (nanos.length > 0) {
      marks.add(mark("p50", known.p50()));
    }
    if (known.tellsP95()) {
      marks.add(mark("p95", known.p95()));
    }
    if (known.tellsP99()) {
      marks.add(mark("p99", known.p99()));
    }
    var quantity = new Chart.Quantity(texts.get("latency"), Format::time);
    return Chart.Histogram.of(
        quantity, texts.get("count"), Arrays.stream(nanos).asDoubleStream().toArray(), BINS, marks);
  }

  private static Chart.Mark mark(String name, long nanos) {
    return new Chart.Mark(name + " " + Format.time(nanos), nanos);
  }

  /// What share of the run each device computed, copied and stood idle.
  Chart.Shares utilization(Run run) {
    var devices = run.get(DeviceUse.ANALYSIS);
    double whole = Math.max(1, run.trace().durationNanos());
    var names = devices.stream().map(device -> name(run, device)).toList();
    return new Chart.Shares(
        names,
        List.of(
            new Chart.Part(
                texts.get("busy"),
                Chart.RowHue.ofDevices(
                    devices.stream()
                        .map(device -> run.trace().world().indexOf(device.device()))
                        .toList()),
                shares(devices, DeviceUse::computeNanos, whole)),
            new Chart.Part(
                texts.get("transfer"),
                Chart.RowHue.same(Palette::transfer),
                shares(devices, DeviceUse::transferNanos, whole)),
            new Chart.Part(
                texts.get("idle"),
                Chart.RowHue.same(Palette::line),
                shares(devices, DeviceUse::idleNanos, whole))));
  }

  private static double[] shares(
      List<DeviceUse> devices, java.util.function.ToLongFunction<DeviceUse> part, double whole) {
    return devices.stream().mapToDouble(device -> part.applyAsLong(device) / whole).toArray();
  }

  private static String name(Run run, DeviceUse use) {
    var title = run.trace().world().title(use.device());
    return title == null ? use.name() : title;
  }

  /// The runs that have a bar: those whose speed-up is known.
  static List<Run> compared(List<Run> runs) {
    return runs.stream().filter(run -> run.find(SpeedUp.ANALYSIS).isPresent()).toList();
  }

  /// Each run against the same network on one device, and what as many devices could reach at best.
  ///
  /// @param current the run whose bar stands out
  Chart.Bars speedUps(List<Run> runs, Run current) {
    var names = new ArrayList<String>();
    var values = new ArrayList<Double>();
    int highlighted = -1;
    int devices = 1;
    for (var run : compared(runs)) {
      highlighted = run.equals(current) ? values.size() : highlighted;
      devices = Math.max(devices, run.get(DeviceUse.ANALYSIS).size());
      values.add(run.find(SpeedUp.ANALYSIS).orElseThrow().factor());
      var predicted = run.isPredicted() ? " · " + texts.get("predicted") : "";
      names.add(run.number() + " · " + PlanLabel.of(run, plans) + predicted);
    }
    var levels = new ArrayList<Chart.Mark>();
    levels.add(new Chart.Mark(texts.get("single"), 1));
    if (devices > 1) {
      levels.add(new Chart.Mark(texts.get("ideal", devices), devices));
    }
    var quantity = new Chart.Quantity(texts.get("speedUp.axis"), Format::factor);
    return new Chart.Bars(
        quantity,
        names,
        values.stream().mapToDouble(Double::doubleValue).toArray(),
        Chart.RowHue.same(Palette::accent),
        highlighted,
        levels);
  }
}
