package dev.partitura.editor.partition;

import dev.partitura.editor.edit.ApplyPlan;
import dev.partitura.editor.network.GraphActions;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.ui.run.Degrees;
import dev.partitura.ui.run.PlanMaker;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Palette;
import dev.partitura.ui.theme.Texts;
import java.util.List;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.paint.Color;

/// The brush: a chip for each device, and a button that spreads the work evenly. With ops selected
/// a chip paints them at once.
public final class PaintBar extends HBox {
  private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");
  private static final int MOST_CHIPS = 9;

  private final Session session;
  private final GraphActions actions;
  private final Texts texts;
  private List<Device> devices = List.of();

  public PaintBar(Session session, GraphActions actions) {
    super(6);
    this.session = session;
    this.actions = actions;
    texts = session.texts(BalanceStrip.class);
    setAlignment(Pos.CENTER_LEFT);
    setId("paint-bar");
    session
        .projectProperty()
        .addListener((_, _, now) -> {
          if (!now.cluster().devices().equals(devices)) {
            refresh();
          }
        });
    session.brushProperty().addListener((_, _, _) -> refresh());
    session.appearance().paletteProperty().addListener((_, _, _) -> refresh());
    refresh();
  }

  private void refresh() {
    devices = session.project().cluster().devices();
    var caption = new Label(texts.get("paint"));
    caption.getStyleClass().addAll("muted", "size-12");
    getChildren().setAll(caption);
    devices.stream().limit(MOST_CHIPS).forEach(device -> getChildren().add(chip(device)));
    if (devices.size() > 1) {
      var balance = new Button(texts.get("spread"));
      balance.getStyleClass().addAll("chip");
      balance.setTooltip(new Tooltip(texts.get("spread.explain")));
      balance.setOnAction(_ -> spread());
      getChildren().add(balance);
    }
  }

  private Button chip(Device device) {
    var cluster = session.project().cluster();
    var palette = session.palette();
    var hue = session.deviceColor(device.id());
    boolean chosen = device.id().equals(session.brushProperty().get());
    var back = chosen ? hue : palette.tint(hue);
    var chip = new Button(cluster.letter(device.id()) + "  " + device.label());
    chip.getStyleClass().addAll("chip");
    chip.setId("brush-" + device.id().name());
    chip.pseudoClassStateChanged(SELECTED, chosen);
    chip.setStyle(
        "-fx-background-color: "
            + web(back)
            + "; -fx-text-fill: "
            + web(chosen ? Palette.textOn(hue) : palette.text())
            + ";");
    chip.setTooltip(
        new Tooltip(texts.get("chip.explain", Integer.toString(cluster.indexOf(device.id()) + 1))));
    chip.setOnAction(_ -> choose(device, chosen));
    return chip;
  }

  private void choose(Device device, boolean chosen) {
    var selected = session.selection().ops();
    if (!selected.isEmpty() && session.brushProperty().get() == null) {
      actions.paint(selected, device.id());
    } else {
      session.brushProperty().set(chosen ? null : device.id());
    }
  }

  /// Cuts the network into as many parts of equal time as there are devices; all else of the plan
  /// stays.
  private void spread() {
    var project = session.project();
    boolean trains = session.results().stepForeseenProperty().get();
    var stages = List.of(project.cluster().devices().size());
    var pipeline = new Degrees(Presets.named("pipeline"), stages, 1);
    try {
      var plan = new PlanMaker().make(project, pipeline, project.plan().microBatches(), trains);
      actions.apply(new ApplyPlan(plan, texts.get("spread.edit")));
    } catch (ProblemException refused) {
      session.notices().show(refused);
    }
  }

  private static String web(Color color) {
    return String.format(
        Locale.ROOT,
        "#%02x%02x%02x",
        Math.round(color.getRed() * 255),
        Math.round(color.getGreen() * 255),
        Math.round(color.getBlue() * 255));
  }
}
