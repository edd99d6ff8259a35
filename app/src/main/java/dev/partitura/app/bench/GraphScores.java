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
    FrameScores.print(out, String.format(Locale.ROOT, "frames of %,d ops", drawnOps), frames);
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
    FrameScores.put(graph, frames);
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
