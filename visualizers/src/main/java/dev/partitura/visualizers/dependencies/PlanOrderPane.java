package dev.partitura.visualizers.dependencies;

import dev.partitura.engine.analysis.PlanOrder;
import dev.partitura.engine.task.DependenceCause;
import dev.partitura.ui.canvas.DependenceLine;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.theme.Texts;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

/// What of the order is the plan's: by what made it, and buffer by buffer. A buffer's line shows
/// the task that it held longest.
final class PlanOrderPane extends VBox {
  private static final int MOST_BUFFERS = 40;

  private final DependencesModel model;
  private final Node trial;
  private final Texts texts;

  /// @param trial stands before the buffers, since it measures what they cost
  PlanOrderPane(DependencesModel model, Node trial, Texts texts) {
    super(4);
    this.model = model;
    this.trial = trial;
    this.texts = texts;
    model.mapProperty().addListener((_, _, map) -> show(map));
    show(model.map());
  }

  private void show(@org.jspecify.annotations.Nullable LevelMap map) {
    getChildren().clear();
    if (map == null) {
      return;
    }
    getChildren().addAll(heading("plan", "plan.explain"), causes(map.order()));
    var buffers = map.order().buffers();
    getChildren().addAll(heading("buffers", "buffers.explain"), trial);
    if (buffers.isEmpty()) {
      getChildren().add(muted(texts.get("buffers.none")));
    }
    buffers.stream().limit(MOST_BUFFERS).forEach(group -> getChildren().add(buffer(map, group)));
    if (buffers.size() > MOST_BUFFERS) {
      getChildren().add(muted(texts.get("buffers.more", buffers.size() - MOST_BUFFERS)));
    }
  }

  private Label heading(String key, String explain) {
    var label = new Label(texts.get(key));
    label.getStyleClass().addAll("bold", "size-12", "dependences-heading");
    label.setTooltip(new Tooltip(texts.get(explain)));
    return label;
  }

  private static Label muted(String text) {
    var label = new Label(text);
    label.getStyleClass().addAll("muted", "size-11");
    label.setWrapText(true);
    return label;
  }

  private GridPane causes(PlanOrder order) {
    var grid = new GridPane(10, 2);
    int row = 0;
    grid.addRow(
        row++,
        column(""),
        column(texts.get("plan.edges")),
        column(texts.get("plan.forcing")),
        column(texts.get("plan.held")));
    for (var cause : DependenceCause.values()) {
      if (order.edges(cause) > 0) {
        var name = new Label(texts.get("cause." + cause.name().toLowerCase(Locale.ROOT)));
        name.getStyleClass().add("size-11");
        name.setMinWidth(USE_PREF_SIZE);
        name.setTooltip(
            new Tooltip(texts.get("cause." + cause.name().toLowerCase(Locale.ROOT) + ".explain")));
        grid.addRow(
            row++,
            name,
            number(Format.count(order.edges(cause))),
            number(cause == DependenceCause.CUT ? Format.NONE : Format.count(order.forcing(cause))),
            number(Format.time(order.heldNanos(cause))));
      }
    }
    if (row == 1) {
      grid.getChildren().clear();
      grid.add(muted(texts.get("plan.none")), 0, 0);
    }
    return grid;
  }

  private static Label column(String text) {
    var label = muted(text);
    label.setWrapText(false);
    label.setMinWidth(USE_PREF_SIZE);
    return label;
  }

  private static Label number(String text) {
    var label = new Label(text);
    label.setMinWidth(USE_PREF_SIZE);
    label.getStyleClass().addAll("number", "size-11");
    return label;
  }

  private Button buffer(LevelMap map, PlanOrder.Group group) {
    var of = group.of();
    var value = of.value().isEmpty() ? texts.get("frame") : of.value();
    var name =
        of.earlierValue().isEmpty() || of.earlierValue().equals(of.value())
            ? value
            : texts.get("over", value, of.earlierValue());
    var button =
        new Button(
            DependenceLine.letters(of.kind())
                + "  "
                + name
                + "\n"
                + texts.get(
                    "buffer",
                    Format.bytes(of.bytes()),
                    map.letter(of.device()),
                    Format.count(group.edges()),
                    Format.time(group.heldNanos())));
    button.getStyleClass().addAll("flat", "dependences-buffer", "size-11");
    button.setMaxWidth(Double.MAX_VALUE);
    button.setTooltip(
        new Tooltip(texts.get("cause." + of.cause().name().toLowerCase(Locale.ROOT) + ".explain")));
    button.setOnAction(_ -> {
      model.askedProperty().set(Arrows.Asked.ONE_HOP);
      model.select(map.graph().successor(group.edge()));
      model.reveal();
    });
    return button;
  }
}
