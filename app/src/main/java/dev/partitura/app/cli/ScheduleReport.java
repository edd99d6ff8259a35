package dev.partitura.app.cli;

import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.plan.schedule.Action;
import dev.partitura.engine.plan.schedule.OrderTimes;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.plan.schedule.ScheduleProblem;
import dev.partitura.engine.plan.schedule.ScheduleText;
import dev.partitura.engine.quantity.Quantity;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// An order and its figures, for a person and for a program.
record ScheduleReport(
    String name, ScheduleProblem problem, List<List<Action>> order, OrderTimes times) {
  private static final int COLUMNS = 88;

  /// A line of actions for each device.
  String lines() {
    return order.stream()
        .map(device ->
            String.join(" ", ScheduleText.words(device, problem)) + System.lineSeparator())
        .collect(Collectors.joining());
  }

  /// What each device does over time, a letter for what it is at, and the figures.
  String drawing() {
    var text = new StringBuilder();
    for (int device = 0; device < order.size(); device++) {
      text.append(String.format(Locale.ROOT, "%3d %s%n", device, row(device)));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%s: %s, bubble %s, at most %s chunks held%n",
            name,
            Quantity.time(Math.round(times.makespanNanos())),
            Quantity.percent(times.bubbleRate()),
            times.peakActivations().stream()
                .map(Object::toString)
                .collect(Collectors.joining(" "))));
    return text.toString();
  }

  private String row(int device) {
    var cells = new char[COLUMNS];
    Arrays.fill(cells, '.');
    IntStream.range(0, order.get(device).size())
        .filter(place -> order.get(device).get(place).phase() != Phase.U)
        .forEach(place -> {
          int from = cell(times.beginNanos()[device][place]);
          int to = Math.max(from + 1, cell(times.endNanos()[device][place]));
          char letter = order.get(device).get(place).phase().name().charAt(0);
          Arrays.fill(cells, Math.min(from, COLUMNS - 1), Math.min(to, COLUMNS), letter);
        });
    return new String(cells);
  }

  private int cell(double nanos) {
    double all = times.makespanNanos();
    return all == 0 ? 0 : (int) Math.round(nanos / all * COLUMNS);
  }

  String json() {
    var root = JsonText.object();
    root.put("origin", "predicted");
    root.put("schedule", name);
    root.put("bubbleRate", times.bubbleRate());
    root.put("makespanNanos", Math.round(times.makespanNanos()));
    root.put("longestSpanNanos", Math.round(times.longestSpanNanos()));
    var held = root.putArray("peakActivations");
    times.peakActivations().forEach(held::add);
    var untilInput = root.putArray("peakActivationsUntilInput");
    times.peakActivationsUntilInput().forEach(untilInput::add);
    return JsonText.write(root);
  }
}
