package dev.partitura.ui.run;

import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;

/// Stands over the graph while it shows the plan of a chosen run instead of the project's: says so,
/// and leads back either way. On the FX thread.
public final class ShownPlanBar extends HBox {
  private final Session session;
  private final Texts texts;

  public ShownPlanBar(Session session) {
    super(8);
    this.session = session;
    texts = session.texts(ShownPlanBar.class);
    setAlignment(Pos.CENTER_LEFT);
    getStyleClass().add("floating");
    setId("shown-plan");
    session.results().shownPlanProperty().addListener(_ -> fill());
    session.results().currentProperty().addListener(_ -> fill());
    session.projectProperty().addListener(_ -> fill());
    fill();
  }

  private void fill() {
    var run = session.currentRun();
    boolean other = !session.results().shownPlanProperty().get().equals(session.project().plan());
    setVisible(run != null && other);
    if (run == null || !other) {
      getChildren().clear();
      return;
    }
    var name = new Label(texts.get("shownPlan", run.number()));
    name.getStyleClass().addAll("size-12", "warn");
    var back = new Button(texts.get("shownPlan.back"));
    back.getStyleClass().add("small");
    back.setTooltip(new Tooltip(texts.get("shownPlan.back.explain")));
    back.setOnAction(_ -> session.results().showOwnPlan());
    getChildren().setAll(name, RunRow.restoreButton(session, run, texts), back);
  }
}
