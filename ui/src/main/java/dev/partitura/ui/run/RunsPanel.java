package dev.partitura.ui.run;

import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import java.util.ArrayList;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The runs of the project, newest first. A click shows one in all views and its plan on the graph;
/// others can be compared with it.
public final class RunsPanel {
  private final Session session;
  private final Texts texts;
  private final VBox rows = new VBox(6);

  private RunsPanel(Session session) {
    this.session = session;
    texts = session.texts(RunsPanel.class);
  }

  public static Node create(Session session) {
    var panel = new RunsPanel(session);
    var results = session.results();
    session.runs().addListener((ListChangeListener<Run>) _ -> panel.fill());
    results.currentProperty().addListener(_ -> panel.fill());
    results.comparedProperty().addListener(_ -> panel.fill());
    results.standingProperty().addListener(_ -> panel.fill());
    panel.fill();
    var scroll = new ScrollPane(panel.rows);
    scroll.setFitToWidth(true);
    scroll.setFitToHeight(true);
    return scroll;
  }

  private void fill() {
    if (session.runs().isEmpty()) {
      var empty = NoRun.of(session, Feather.ACTIVITY, texts.get("runs.empty"));
      VBox.setVgrow(empty, Priority.ALWAYS);
      rows.getChildren().setAll(empty);
      return;
    }
    var nodes = new ArrayList<Node>();
    for (var run : session.runs().reversed()) {
      nodes.add(new RunRow(session, run, texts));
    }
    rows.getChildren().setAll(nodes);
  }
}
