package dev.partitura.app.bench;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/// How fast the view of dependences answers.
///
/// @param shownMillis from a finished run to its levels on the screen
/// @param explainedMillis of each chosen task, to its arrows on the screen
public record DependenceScores(
    int tasks, long edges, double shownMillis, List<Double> explainedMillis) {
  double median() {
    return FrameScores.share(explainedMillis, 0.5);
  }

  double slowest() {
    return FrameScores.share(explainedMillis, 1);
  }

  void print(PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%,d dependences of %,d tasks shown in %.0f ms; a chosen task explained in %.0f ms (median),"
            + " %.0f ms (slowest)%n",
        edges,
        tasks,
        shownMillis,
        median(),
        slowest());
  }
}
