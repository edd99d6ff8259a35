package dev.partitura.editor.canvas;

import dev.partitura.editor.network.GraphModel;
import dev.partitura.editor.painter.NodeColor;
import dev.partitura.ui.session.ColorMode;
import dev.partitura.ui.session.Session;
import javafx.geometry.Pos;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;

/// Chooses what the colour of a node says.
public final class ColorChoice extends HBox {
  public ColorChoice(Session session, GraphCanvas canvas) {
    var texts = session.texts(GraphModel.class);
    var button = new MenuButton();
    button.getStyleClass().addAll("flat", "size-12");
    button.setStyle("-fx-font-size: 12px; -fx-padding: 0;");
    button.setId("color-choice");
    var group = new ToggleGroup();
    for (var mode : NodeColor.values()) {
      var item = new RadioMenuItem(texts.get("color." + mode.name()));
      item.setToggleGroup(group);
      item.setSelected(canvas.nodeColorProperty().get() == mode);
      canvas.nodeColorProperty().addListener((_, _, now) -> item.setSelected(now == mode));
      item.setOnAction(_ -> choose(mode, session, canvas));
      button.getItems().add(item);
      if (mode == NodeColor.TIME) {
        item.setDisable(!canvas.hasTimes());
        session.currentRunProperty().addListener((_, _, run) -> item.setDisable(run == null));
      }
    }
    Runnable name =
        () ->
            button.setText(
                texts.get(
                    "color.by", texts.get("color." + canvas.nodeColorProperty().get().name())));
    canvas.nodeColorProperty().addListener((_, _, _) -> name.run());
    name.run();
    var legend = new HeatLegend(session, canvas);
    setSpacing(6);
    setAlignment(Pos.CENTER_RIGHT);
    getChildren().addAll(legend, button);
  }

  private static void choose(NodeColor mode, Session session, GraphCanvas canvas) {
    switch (mode) {
      case DEVICE -> session.colorModeProperty().set(ColorMode.DEVICE);
      case KIND -> session.colorModeProperty().set(ColorMode.KIND);
      case TIME, FLOPS, BYTES, MEMORY -> {}
    }
    canvas.nodeColorProperty().set(mode);
  }
}
