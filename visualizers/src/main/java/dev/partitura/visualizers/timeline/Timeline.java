package dev.partitura.visualizers.timeline;

import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.timeline.TimelineTrack;
import dev.partitura.ui.workbench.Visualizer;
import java.util.List;
import javafx.scene.Node;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// The score of the current run.
public final class Timeline implements Visualizer {
  private final List<TimelineTrack> tracks;

  /// @param tracks rows that other views add below those of the trace
  public Timeline(List<TimelineTrack> tracks) {
    this.tracks = List.copyOf(tracks);
  }

  List<TimelineTrack> tracks() {
    return tracks;
  }

  @Override
  public String id() {
    return "timeline";
  }

  @Override
  public String title(Language language) {
    return Texts.of(Timeline.class, language).get("title");
  }

  @Override
  public Ikon icon() {
    return Feather.BAR_CHART_2;
  }

  @Override
  public boolean showsRunUnderWay() {
    return true;
  }

  @Override
  public Node create(Session session) {
    return new TimelineView(session, tracks);
  }
}
