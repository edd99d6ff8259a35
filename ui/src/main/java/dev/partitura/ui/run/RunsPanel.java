package dev.partitura.ui.run;

import dev.partitura.engine.analysis.Iterations;
import dev.partitura.engine.analysis.SpeedUp;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Spread;
import dev.partitura.ui.control.EmptyState;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Icons;
import dev.partitura.ui.theme.Texts;
import java.util.ArrayList;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The runs since the project was opened, newest first; a click shows one in all views.
public final class RunsPanel {
  private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");

  private final Session session;
  private final Texts texts;
  private final VBox rows = new VBox(6);

  private RunsPanel(Session session) {
    this.session = session;
    texts = session.texts(RunsPanel.class);
  }

  public static Node create(Session session) {
    var panel = new RunsPanel(session);
    session.runs().addListener((ListChangeListener<Run>) _ -> panel.fill());
    session.currentRunProperty().addListener(_ -> panel.fill());
    panel.fill();
    var scroll = new ScrollPane(panel.rows);
    scroll.setFitToWidth(true);
    scroll.setFitToHeight(true);
    return scroll;
  }

  private void fill() {
    if (session.runs().isEmpty()) {
      var empty =
          new EmptyState(
              Feather.ACTIVITY,
              texts.get("runs.empty"),
              texts.get("run"),
              () -> session.commands().fire("run.run"));
      VBox.setVgrow(empty, Priority.ALWAYS);
      rows.getChildren().setAll(empty);
      return;
    }
    var nodes = new ArrayList<Node>();
    for (var run : session.runs().reversed()) {
      nodes.add(row(run));
    }
    rows.getChildren().setAll(nodes);
  }

  private Node row(Run run) {
    var number = new Label("#" + run.number());
    number.getStyleClass().addAll("faint", "size-11");
    var name = new Label(run.label());
    name.getStyleClass().addAll("size-12", "medium");
    var gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    var remove = Icons.button(Feather.X, texts.get("runs.remove"), () -> session.remove(run));
    remove.getStyleClass().add("small");
    var first = new HBox(6, number, name, gap, remove);
    first.setAlignment(Pos.CENTER_LEFT);
    var time = new Label(Format.time(median(run)));
    time.getStyleClass().add("number");
    var second = new HBox(8, time, speedUp(run), agreement(run));
    second.setAlignment(Pos.CENTER_LEFT);
    var row = new VBox(2, first, second);
    row.getStyleClass().add("row");
    row.pseudoClassStateChanged(SELECTED, run.equals(session.currentRun()));
    row.setOnMouseClicked(_ -> session.currentRunProperty().set(run));
    return row;
  }

  /// The median iteration; the whole trace where no more is known.
  private static double median(Run run) {
    return run.find(Iterations.ANALYSIS)
        .map(Spread::median)
        .orElse((double) run.trace().durationNanos());
  }

  private static Label speedUp(Run run) {
    var label =
        new Label(run.find(SpeedUp.ANALYSIS).map(of -> Format.factor(of.factor())).orElse(""));
    label.getStyleClass().addAll("number", "muted");
    return label;
  }

  private Label agreement(Run run) {
    var label = new Label();
    switch (run.agreement()) {
      case Agreement.Identical _ -> show(label, "✓", "good");
      case Agreement.WithinRounding _ -> show(label, "≈", "good");
      case Agreement.Different _ -> show(label, "✗ " + texts.get("runs.different"), "bad");
      case Agreement.Unknown _ -> show(label, texts.get("runs.cancelled"), "muted");
    }
    return label;
  }

  private static void show(Label label, String text, String style) {
    label.setText(text);
    label.getStyleClass().addAll("size-11", style);
  }
}
