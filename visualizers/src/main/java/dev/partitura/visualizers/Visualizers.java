package dev.partitura.visualizers;

import dev.partitura.engine.execute.PlanRunner;
import dev.partitura.ui.timeline.TimelineTrack;
import dev.partitura.ui.workbench.Visualizer;
import dev.partitura.visualizers.communication.CommunicationView;
import dev.partitura.visualizers.comparison.ComparisonView;
import dev.partitura.visualizers.dependencies.DependencesView;
import dev.partitura.visualizers.memory.MemoryTrack;
import dev.partitura.visualizers.memory.MemoryView;
import dev.partitura.visualizers.serving.ServingView;
import dev.partitura.visualizers.throughput.ThroughputView;
import dev.partitura.visualizers.timeline.Timeline;
import dev.partitura.visualizers.training.TrainingView;
import java.util.List;
import java.util.stream.Stream;

/// The catalogue of views, one line each in the order of their tabs, and of what they add to the
/// timeline.
public final class Visualizers {
  private static final List<TimelineTrack> TRACKS = List.of(new MemoryTrack());

  private Visualizers() {}

  /// @param runner measures variants of a run
  /// @param more rows of the timeline that other modules add below those of the views
  public static List<Visualizer> all(PlanRunner runner, TimelineTrack... more) {
    var tracks = Stream.concat(TRACKS.stream(), Stream.of(more)).toList();
    return List.of(
        new Timeline(tracks),
        new DependencesView(runner),
        new ThroughputView(),
        new MemoryView(),
        new CommunicationView(),
        new ComparisonView(),
        new TrainingView(),
        new ServingView());
  }
}
