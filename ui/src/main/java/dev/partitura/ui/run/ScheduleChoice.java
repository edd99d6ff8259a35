package dev.partitura.ui.run;

import dev.partitura.engine.plan.Parallelism;
import dev.partitura.engine.plan.Part;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.schedule.Schedule;
import dev.partitura.engine.plan.schedule.Schedules;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;

/// The order in which devices take their micro-batches: a choice out of the catalogue, each with
/// its picture. Shown where a plan leaves a choice.
final class ScheduleChoice extends VBox {
  private final Session session;
  private final Texts texts;
  private final MenuButton menu = new MenuButton();
  private final Consumer<String> schedule;

  /// @param schedule hears of a schedule that is chosen
  ScheduleChoice(Session session, Texts texts, Consumer<String> schedule) {
    this.session = session;
    this.texts = texts;
    this.schedule = schedule;
    var caption = new Label(texts.get("schedule"));
    caption.getStyleClass().addAll("muted", "size-11");
    menu.getStyleClass().addAll("flat", "small", "schedule-choice");
    menu.setId("schedule");
    menu.setMinWidth(USE_PREF_SIZE);
    menu.setAccessibleText(texts.get("schedule"));
    menu.setTooltip(new Tooltip(texts.get("schedule.explain")));
    // Pictures are made when they are asked for.
    menu.setOnShowing(_ -> fill());
    setAlignment(Pos.CENTER_LEFT);
    getChildren().addAll(caption, menu);
  }

  void show(Project project) {
    var shape = Parallelism.of(project.network(), project.plan());
    boolean orders = shape.stages() > 1;
    setVisible(orders);
    setManaged(orders);
    menu.setText(name(project.plan()));
    menu.getItems().setAll(new MenuItem());
  }

  /// Its name, or what a list of actions is called.
  private String name(Plan plan) {
    return Schedules.isRule(plan.schedule()) ? plan.schedule() : texts.get("schedule.listed");
  }

  private void fill() {
    var plan = session.project().plan();
    menu.getItems().clear();
    for (var each : Schedules.all()) {
      menu.getItems().add(item(each, plan));
    }
  }

  private RadioMenuItem item(Schedule each, Plan plan) {
    var picture =
        SchedulePicture.of(
            each,
            (int) plan.parts().stream().map(Part::mesh).distinct().count(),
            plan.microBatches(),
            session.palette());
    var label = new Label(each.name(), picture);
    label.setContentDisplay(ContentDisplay.BOTTOM);
    label.getStyleClass().add("size-12");
    var item = new RadioMenuItem(null, label);
    item.setId("schedule-" + each.name());
    item.setSelected(plan.schedule().equals(each.name()));
    item.setOnAction(_ -> schedule.accept(each.name()));
    return item;
  }
}
