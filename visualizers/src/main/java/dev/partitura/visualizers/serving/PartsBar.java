package dev.partitura.visualizers.serving;

import dev.partitura.engine.execute.serve.live.ServedRequest;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.theme.Texts;
import java.util.Map;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// What the latency of a request went by, as a bar with the time of each part below it. The hues
/// are those of no device, phase or status.
final class PartsBar extends VBox {
  private static final double HEIGHT = 10;
  private static final Map<RequestWords.Part, String> FILLS =
      Map.of(
          RequestWords.Part.QUEUE, "-p-edge",
          RequestWords.Part.BATCH_WAIT, "-p-edge; -fx-opacity: 0.5",
          RequestWords.Part.COMPUTE, "-p-accent",
          RequestWords.Part.TRANSFER, "-p-transfer");

  private final Texts texts;
  private final HBox bar = new HBox(1);
  private final FlowPane names = new FlowPane(12, 2);

  PartsBar(Texts texts) {
    super(4);
    this.texts = texts;
    getChildren().addAll(bar, names);
    setMinWidth(0);
  }

  void show(ServedRequest request) {
    bar.getChildren().clear();
    names.getChildren().clear();
    double whole = Math.max(1, request.latencyNanos());
    for (var part : RequestWords.Part.values()) {
      var fill = "-fx-background-color: " + FILLS.get(part) + ";";
      var piece = new Region();
      piece.setMinHeight(HEIGHT);
      piece.setMinWidth(0);
      piece.setStyle(fill);
      piece.prefWidthProperty().bind(widthProperty().multiply(part.of(request) / whole));
      bar.getChildren().add(piece);
      var swatch = new Region();
      swatch.getStyleClass().add("swatch");
      swatch.setStyle(fill);
      var name =
          new Label(texts.get("part." + part.key()) + " " + Format.time(part.of(request)), swatch);
      name.getStyleClass().addAll("size-11", "muted");
      name.setMinWidth(USE_PREF_SIZE);
      names.getChildren().add(name);
    }
  }
}
