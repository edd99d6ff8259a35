package dev.partitura.visualizers.serving;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.execute.serve.Percentiles;
import dev.partitura.engine.execute.serve.ServingFigures;
import dev.partitura.engine.execute.serve.live.Load;
import dev.partitura.engine.execute.serve.live.LoadStretch;
import dev.partitura.engine.execute.serve.live.ServedRequest;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.run.PlanLabel;
import dev.partitura.ui.session.Swept;
import dev.partitura.ui.theme.Palette;
import dev.partitura.ui.theme.Texts;
import dev.partitura.visualizers.chart.Chart;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import javafx.scene.paint.Color;

/// Makes charts of loads. Pure.
final class ServingCharts {
  private static final double NANOS = 1e9;
  private static final double LEAST_SECONDS = 0.1;
  private static final double HALF = 0.5;

  private final Texts texts;
  private final Texts plans;

  /// @param plans the texts of [PlanLabel]
  ServingCharts(Texts texts, Texts plans) {
    this.texts = texts;
    this.plans = plans;
  }

  /// Percentiles of the latency of each stretch.
  Chart.Curves latency(Load load, List<LoadStretch> stretches) {
    Predicate<LoadStretch> answered = stretch -> stretch.answered() > 0;
    return over(
        load,
        stretches,
        new Chart.Quantity(texts.get("latency"), Format::time).onPowers(),
        List.of(
            curve("p99", Palette::accent, stretches, answered, s -> s.latencyNanos().p99()),
            curve("p95", Palette::transfer, stretches, answered, s -> s.latencyNanos().p95()),
            curve("p50", Palette::muted, stretches, answered, s -> s.latencyNanos().p50())),
        load.settings().deadlines().nanos().stream().map(this::level).toList());
  }

  /// Requests that wait, and requests of a batch.
  Chart.Curves queue(Load load, List<LoadStretch> stretches) {
    return over(
        load,
        stretches,
        new Chart.Quantity(texts.get("requests"), Format::digits),
        List.of(
            curve(texts.get("waiting"), Palette::accent, stretches, _ -> true, s -> s.waiting()),
            curve(
                texts.get("ofBatch"),
                Palette::muted,
                stretches,
                s -> s.batches() > 0,
                LoadStretch::meanBatch)));
  }

  /// Busy shares of the devices.
  Chart.Curves devices(
      Load load, List<LoadStretch> stretches, List<DeviceId> devices, Cluster cluster) {
    var curves = new ArrayList<Chart.Curve>();
    for (int i = 0; i < devices.size(); i++) {
      int at = i;
      int place = cluster.indexOf(devices.get(i));
      curves.add(
          curve(
              name(cluster, devices.get(i)),
              palette -> palette.visible(palette.device(place), palette.card()),
              stretches,
              ServingCharts::isLong,
              s -> s.devices()[at]));
    }
    return over(load, stretches, Chart.Quantity.percent(texts.get("computing")), curves);
  }

  private static String name(Cluster cluster, DeviceId device) {
    var known = cluster.device(device);
    return cluster.letter(device) + " " + (known == null ? device.name() : known.label());
  }

  /// Answers, late answers and requests sent away, a second.
  Chart.Curves rates(Load load, List<LoadStretch> stretches) {
    return over(
        load,
        stretches,
        new Chart.Quantity(texts.get("perSecond"), Format::count),
        List.of(
            curve(
                texts.get("answered"),
                Palette::accent,
                stretches,
                ServingCharts::isLong,
                s -> s.answered() / s.seconds()),
            curve(
                texts.get("late"),
                Palette::transfer,
                stretches,
                ServingCharts::isLong,
                s -> s.late() / s.seconds()),
            curve(
                texts.get("shed"),
                Palette::muted,
                stretches,
                ServingCharts::isLong,
                s -> s.shed() / s.seconds())));
  }

  /// Whether a share or a rate of it says anything: the last stretch is what is left.
  private static boolean isLong(LoadStretch stretch) {
    return stretch.seconds() > LEAST_SECONDS;
  }

  private static Chart.Curve curve(
      String name,
      Function<Palette, Color> hue,
      List<LoadStretch> stretches,
      Predicate<LoadStretch> has,
      ToDoubleFunction<LoadStretch> value) {
    var known = stretches.stream().filter(has).toList();
    return new Chart.Curve(
        name,
        hue,
        known.stream().mapToDouble(s -> s.untilNanos() / NANOS).toArray(),
        known.stream().mapToDouble(value).toArray());
  }

  /// Along the time of a load, with its warm-up and, once it is that far, the emptying of the
  /// queue.
  private Chart.Curves over(
      Load load, List<LoadStretch> stretches, Chart.Quantity up, List<Chart.Curve> curves) {
    return over(load, stretches, up, curves, List.of());
  }

  private Chart.Curves over(
      Load load,
      List<LoadStretch> stretches,
      Chart.Quantity up,
      List<Chart.Curve> curves,
      List<Chart.Mark> levels) {
    double warm = load.warmupNanos() / NANOS;
    double until = load.untilNanos() / NANOS;
    double last = stretches.isEmpty() ? 0 : stretches.getLast().untilNanos() / NANOS;
    var along =
        new Chart.Quantity(texts.get("time"), seconds -> Format.unit(Format.digits(seconds), "s"));
    return new Chart.Curves(
        along,
        up,
        curves,
        List.of(),
        List.of(
            new Chart.Band(texts.get("warmup"), 0, warm),
            new Chart.Band(texts.get("emptying"), until, Math.max(until, last))),
        levels);
  }

  /// What the mean latency goes by: of all requests measured, of the slowest of them, and
  /// simulated.
  Chart.Shares parts(
      ServingFigures measured,
      List<ServedRequest> slowest,
      @org.jspecify.annotations.Nullable ServingFigures simulated) {
    var rows = new ArrayList<String>();
    var values = new ArrayList<double[]>();
    rows.add(texts.get("parts.measured"));
    values.add(parts(measured));
    if (!slowest.isEmpty()) {
      rows.add(texts.get("parts.slowest", slowest.size()));
      values.add(
          shares(
              mean(slowest, ServedRequest::queueNanos),
              mean(slowest, ServedRequest::batchWaitNanos),
              mean(slowest, ServedRequest::computeNanos),
              mean(slowest, ServedRequest::transferNanos)));
    }
    if (simulated != null) {
      rows.add(texts.get("parts.simulated"));
      values.add(parts(simulated));
    }
    return shares(rows, values);
  }

  private static double mean(
      List<ServedRequest> requests, java.util.function.ToLongFunction<ServedRequest> part) {
    return requests.stream().mapToLong(part).average().orElse(0);
  }

  private static double[] parts(ServingFigures figures) {
    return shares(
        figures.queueNanos().mean(),
        figures.batchWaitNanos().mean(),
        figures.computeNanos().mean(),
        figures.transferNanos().mean());
  }

  private static double[] shares(double... parts) {
    double sum = 0;
    for (double part : parts) {
      sum += part;
    }
    double whole = sum > 0 ? sum : 1;
    return java.util.Arrays.stream(parts).map(part -> part / whole).toArray();
  }

  /// The hues are those of no device, phase or status.
  private Chart.Shares shares(List<String> rows, List<double[]> values) {
    var parts = new ArrayList<Chart.Part>();
    var keys = List.of("part.queue", "part.batchWait", "part.compute", "part.transfer");
    List<Function<Palette, Color>> hues =
        List.of(
            Palette::edge,
            palette -> palette.edge().interpolate(palette.card(), HALF),
            Palette::accent,
            Palette::transfer);
    for (int i = 0; i < keys.size(); i++) {
      int part = i;
      parts.add(
          new Chart.Part(
              texts.get(keys.get(i)),
              Chart.RowHue.same(hues.get(i)),
              values.stream().mapToDouble(row -> row[part]).toArray()));
    }
    return new Chart.Shares(rows, parts);
  }

  /// The p99 of several plans by the load that was offered, with the deadline.
  Chart.Curves loads(List<Swept> swept) {
    var curves = new ArrayList<Chart.Curve>();
    for (var each : swept) {
      int place = curves.size();
      var points =
          each.points().stream().filter(point -> p99(point.result().measured()) > 0).toList();
      curves.add(
          new Chart.Curve(
              PlanLabel.of(each.what(), plans),
              place == 0
                  ? Palette::accent
                  : palette -> palette.visible(palette.device(place), palette.card()),
              points.stream().mapToDouble(point -> point.perSecond()).toArray(),
              points.stream().mapToDouble(point -> p99(point.result().measured())).toArray()));
    }
    var levels = swept.stream().map(Swept::deadlineNanos).distinct().map(this::level).toList();
    return new Chart.Curves(
        new Chart.Quantity(texts.get("offered.axis"), Format::count),
        new Chart.Quantity("p99", Format::time).onPowers(),
        curves,
        List.of(),
        List.of(),
        levels);
  }

  private Chart.Mark level(long deadlineNanos) {
    return new Chart.Mark(texts.get("deadline.level", Format.time(deadlineNanos)), deadlineNanos);
  }

  private static long p99(ServingFigures figures) {
    Percentiles latency = figures.latencyNanos();
    return latency.p99();
  }
}
