package dev.partitura.app.bench;

import dev.partitura.engine.file.JsonText;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How fast the graph editor opens and moves large networks.
///
/// @param firstMillis opening with nothing loaded yet
/// @param openingMillis from a network to its first picture, blocks closed as far as needed
/// @param wholeMillis laying out every op, all blocks open
/// @param frames milliseconds of processor time of each frame, by what was done
/// @param dependences of as many tasks as the benchmark asked for, on the clock
public record GraphScores(
    int openedOps,
    double firstMillis,
    double openingMillis,
    double wholeMillis,
    int drawnOps,
    Map<String, List<Double>> frames,
    DependenceScores dependences) {

  static double share(List<Double> values, double share) {
    var sorted = values.stream().sorted().toList();
    return sorted.isEmpty()
        ? 0
        : sorted.get((int) Math.min(sorted.size() - 1.0, share * sorted.size()));
  }

  /// The table for a person.
  public void print(PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%,d ops opened in %.0f ms on a core, the first time in %.0f ms; laid out with all blocks"
            + " open in %.0f ms%n",
        openedOps,
        openingMillis,
        firstMillis,
        wholeMillis);
    out.printf(
        Locale.ROOT,
        "%-26s %10s %10s %10s   processor time a frame, %,d ops drawn%n",
        "",
        "median ms",
        "p90 ms",
        "p99 ms",
        drawnOps);
    frames.forEach((name, millis) ->
        out.printf(
            Locale.ROOT,
            "%-26s %10.2f %10.2f %10.2f%n",
            name,
            share(millis, 0.5),
            share(millis, 0.9),
            share(millis, 0.99)));
    dependences.print(out);
    out.flush();
  }

  /// The report as JSON text.
  public String json() {
    var root = JsonText.object();
    var graph = root.putObject("graph");
    graph
        .put("openedOps", openedOps)
        .put("firstMillis", firstMillis)
        .put("openingMillis", openingMillis)
        .put("wholeMillis", wholeMillis)
        .put("drawnOps", drawnOps);
    frames.forEach((name, millis) ->
        graph
            .putObject(name)
            .put("medianMillis", share(millis, 0.5))
            .put("p90Millis", share(millis, 0.9))
            .put("p99Millis", share(millis, 0.99)));
    graph
        .putObject("dependences")
        .put("tasks", dependences.tasks())
        .put("edges", dependences.edges())
        .put("shownMillis", dependences.shownMillis())
        .put("medianMillis", dependences.median())
        .put("slowestMillis", dependences.slowest());
    return JsonText.write(root);
  }
}
