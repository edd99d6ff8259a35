package dev.partitura.visualizers;

import dev.partitura.ui.workbench.Visualizer;
import dev.partitura.visualizers.communication.CommunicationView;
import dev.partitura.visualizers.memory.MemoryView;
import dev.partitura.visualizers.throughput.ThroughputView;
import dev.partitura.visualizers.timeline.Timeline;
import java.util.List;

/// The catalogue of views: one line each, in the order of their tabs.
public final class Visualizers {
  private static final List<Visualizer> ALL =
      List.of(new Timeline(), new ThroughputView(), new MemoryView(), new CommunicationView());

  private Visualizers() {}

  public static List<Visualizer> all() {
    return ALL;
  }
}
