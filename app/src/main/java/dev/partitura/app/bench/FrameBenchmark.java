package dev.partitura.app.bench;

import dev.partitura.engine.execute.Progress;
import dev.partitura.ui.background.FxThread;

/// Measures what a frame of a large graph and of a long timeline costs while they are panned and
/// zoomed. Starts the toolkit and ends it, so that it can be run once in a program. Any thread but
/// FX's.
///
/// @param ops of the graph, all drawn
/// @param spans of the timeline
/// @param workers that share the spans
public record FrameBenchmark(int ops, int spans, int workers) {
  public FrameScores run(Progress progress) {
    HeadlessToolkit.start();
    try {
      progress.update("frames", 0, 2);
      var graph = new GraphFrames(GraphCases.placed(GraphCases.network(ops))).measure();
      progress.update("frames", 1, 2);
      var timeline = new TimelineFrames(spans, workers).measure();
      progress.update("frames", 2, 2);
      return new FrameScores(ops, graph, spans, timeline);
    } finally {
      FxThread.stop();
    }
  }
}
