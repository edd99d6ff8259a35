package dev.partitura.app.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.execute.Spread;
import dev.partitura.engine.file.JsonText;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What frames cost while drawings are moved.
///
/// @param ops drawn of the graph
/// @param graph milliseconds of processor time of each frame, by what was done
/// @param spans of the timeline
/// @param timeline the same of the timeline
public record FrameScores(
    int ops, Map<String, List<Double>> graph, int spans, Map<String, List<Double>> timeline) {
  /// Milliseconds that a frame may take, so that sixty fit in a second.
  private static final double GOAL = 16;

  /// The table for a person.
  public void print(PrintWriter out) {
    print(out, String.format(Locale.ROOT, "graph of %,d ops", ops), graph);
    print(out, String.format(Locale.ROOT, "timeline of %,d spans", spans), timeline);
    out.printf(
        Locale.ROOT,
        "processor time of a frame, painting and rendering together; the 99th percentile shall be"
            + " under %.0f ms: %s%n",
        GOAL,
        isReached() ? "it is" : "it is not");
    out.flush();
  }

  /// Whether the slowest of a hundred frames leaves room for sixty in a second, whatever was done.
  boolean isReached() {
    return List.of(graph, timeline).stream()
        .flatMap(of -> of.values().stream())
        .allMatch(millis -> share(millis, 0.99) < GOAL);
  }

  /// One table; also of the graph alone.
  static void print(PrintWriter out, String of, Map<String, List<Double>> frames) {
    out.printf(Locale.ROOT, "%-28s %10s %10s %10s%n", of, "median ms", "p90 ms", "p99 ms");
    frames.forEach((name, millis) ->
        out.printf(
            Locale.ROOT,
            "%-28s %10.2f %10.2f %10.2f%n",
            name,
            share(millis, 0.5),
            share(millis, 0.9),
            share(millis, 0.99)));
  }

  /// The report as JSON text.
  public String json() {
    var root = JsonText.object();
    var frames = root.putObject("frames").put("goalMillis", GOAL).put("isReached", isReached());
    put(frames.putObject("graph").put("ops", ops), graph);
    put(frames.putObject("timeline").put("spans", spans), timeline);
    return JsonText.write(root);
  }

  static void put(ObjectNode report, Map<String, List<Double>> frames) {
    frames.forEach((name, millis) ->
        report
            .putObject(name)
            .put("medianMillis", share(millis, 0.5))
            .put("p90Millis", share(millis, 0.9))
            .put("p99Millis", share(millis, 0.99)));
  }

  static double share(List<Double> values, double share) {
    return Spread.quantile(values.stream().mapToDouble(Double::doubleValue).toArray(), share);
  }
}
