package dev.partitura.editor.canvas;

import dev.partitura.editor.painter.Heat;
import dev.partitura.ui.session.Session;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;

/// What the hues of a heat map say: from nothing to the most that a node has. Hidden while hues say
/// something else.
final class HeatLegend extends HBox {
  private static final int STEPS = 8;

  private final Session session;
  private final GraphCanvas canvas;
  private final Region strip = new Region();
  private final Label most = new Label();

  HeatLegend(Session session, GraphCanvas canvas) {
    super(6);
    this.session = session;
    this.canvas = canvas;
    setId("heat-legend");
    setAlignment(Pos.CENTER_RIGHT);
    strip.setMinSize(72, 8);
    strip.setMaxSize(72, 8);
    most.getStyleClass().addAll("mono", "size-11");
    var none = new Label("0");
    none.getStyleClass().addAll("mono", "size-11", "muted");
    getChildren().addAll(none, strip, most);
    canvas.heatProperty().addListener((_, _, heat) -> show(heat));
    show(canvas.heatProperty().get());
  }

  private void show(@Nullable Heat heat) {
    boolean any = canvas.nodeColorProperty().get().isHeat();
    setVisible(any);
    setManaged(any);
    most.setText(heat == null ? "" : heat.text(heat.most()));
    var stops = new StringBuilder("-fx-background-radius: 2; -fx-background-color: ");
    stops.append("linear-gradient(to right");
    for (int i = 0; i <= STEPS; i++) {
      stops.append(", ").append(web(Heat.hue((double) i / STEPS, session.palette())));
    }
    strip.setStyle(stops.append(");").toString());
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
