package dev.partitura.editor.canvas;

import dev.partitura.editor.network.GraphModel;
import dev.partitura.editor.painter.Heat;
import dev.partitura.editor.painter.NodeColor;
import dev.partitura.ui.run.StaleMark;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
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
  private final Label run = new Label();
  private final Texts texts;

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
    texts = session.texts(GraphModel.class);
    run.getStyleClass().addAll("size-11", "muted");
    run.setId("heat-run");
    var stale = StaleMark.label(session);
    stale.visibleProperty().addListener(_ -> showRun(stale));
    canvas.nodeColorProperty().addListener(_ -> showRun(stale));
    session.currentRunProperty().addListener(_ -> showRun(stale));
    getChildren().addAll(run, new StackPane(stale), none, strip, most);
    canvas.heatProperty().addListener((_, _, heat) -> show(heat));
    show(canvas.heatProperty().get());
    showRun(stale);
  }

  /// Times are those of a run, which may be older than what is drawn; other quantities are not.
  private void showRun(Label stale) {
    boolean times = canvas.nodeColorProperty().get() == NodeColor.TIME;
    var shown = session.currentRun();
    stale.getParent().setVisible(times);
    stale.getParent().setManaged(times);
    run.setText(shown == null ? "" : texts.get("heat.run", shown.number()));
    run.setVisible(times && shown != null && !stale.isVisible());
    run.setManaged(run.isVisible());
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
