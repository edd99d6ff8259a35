package dev.partitura.app.bench;

import dev.partitura.editor.layout.BlockTree;
import dev.partitura.editor.layout.LayeredLayout;
import dev.partitura.editor.layout.Opening;
import dev.partitura.editor.layout.Sketcher;
import dev.partitura.editor.network.NetworkFacts;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.Spread;
import dev.partitura.ui.background.FxThread;
import java.lang.management.ManagementFactory;
import java.util.Set;

/// Measures the graph editor: how long a large network takes until it can be drawn, and what a
/// frame costs while it is panned and zoomed.
///
/// @param openedOps ops of the network that is opened
/// @param drawnOps ops that are all drawn while frames are counted
/// @param rounds of opening; the median of the time on a core counts, and the first, with nothing
///   loaded, is told too
/// @param tasks in the view of dependences, ten edges each
public record GraphBenchmark(int openedOps, int drawnOps, int rounds, int tasks) {
  private static final int EDGES_EACH = 10;
  private static final int CLICKS = 50;

  public GraphScores run(Progress progress) {
    progress.update("opening", 0, 4);
    var opening = new double[rounds];
    var whole = new double[rounds];
    var network = GraphCases.network(openedOps);
    for (int round = 0; round < rounds; round++) {
      long start = cpuNanos();
      var tree = BlockTree.of(network);
      NetworkFacts.of(network, 1, tree);
      Opening.of(network, tree, Set.of(), Opening.Room.USUAL, new Cancellation());
      opening[round] = millisSince(start);
    }
    progress.update("layout", 1, 4);
    for (int round = 0; round < rounds; round++) {
      long start = cpuNanos();
      var tree = BlockTree.of(network);
      LayeredLayout.arrange(Sketcher.sketch(network, tree, Set.of()), new Cancellation());
      whole[round] = millisSince(start);
    }
    progress.update("dependences", 2, 4);
    HeadlessToolkit.start();
    var dependences = new DependenceBenchmark(tasks, EDGES_EACH, CLICKS).measure();
    progress.update("frames", 3, 4);
    var frames = new GraphFrames(GraphCases.placed(GraphCases.network(drawnOps))).measure();
    FxThread.stop();
    progress.update("frames", 4, 4);
    return new GraphScores(
        openedOps,
        opening[0],
        Spread.median(opening),
        Spread.median(whole),
        drawnOps,
        frames,
        dependences);
  }

  private static double millisSince(long start) {
    return (cpuNanos() - start) / 1e6;
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
