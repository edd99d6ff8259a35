package dev.partitura.ui.run;

import dev.partitura.engine.analysis.IdleCauses;
import dev.partitura.engine.trace.Trace;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.theme.Texts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The idle time of a device by its cause, as one bar and in numbers.
final class IdleBar {
  private static final double PIECES = 8;

  private IdleBar() {}

  /// Nothing for a device that was never idle.
  static List<Node> of(Trace trace, IdleCauses causes, Texts texts) {
    var parts = new LinkedHashMap<String, Long>();
    parts.put("bubble", causes.fillNanos() + causes.drainNanos());
    parts.put("wait", causes.waitedNanos());
    parts.put("memory", causes.memoryNanos());
    parts.put("dispatch", causes.dispatchNanos());
    parts.put("rest", causes.restNanos());
    long all = parts.values().stream().mapToLong(Long::longValue).sum();
    if (all == 0) {
      return List.of();
    }
    var bar = new HBox(2);
    bar.setMinWidth(0);
    var rows = new VBox(4);
    parts.forEach((cause, nanos) -> {
      if (nanos > 0) {
        var piece = new Region();
        piece.getStyleClass().addAll("idle-piece", "idle-" + cause);
        piece.setMinWidth(2);
        piece
            .prefWidthProperty()
            .bind(bar.widthProperty().subtract(PIECES).multiply((double) nanos / all));
        bar.getChildren().add(piece);
        rows.getChildren()
            .add(row("idle-" + cause, texts.get("why.idle." + cause), Format.time(nanos)));
      }
    });
    var device = trace.tracks().get(causes.track()).name();
    var title = ClusterPanel.section(texts.get("why.idle", device).toUpperCase(Locale.ROOT));
    return List.of(title, bar, rows);
  }

  private static HBox row(String hue, String name, String number) {
    var swatch = new Region();
    swatch.getStyleClass().addAll("swatch", hue);
    var label = new Label(name);
    label.getStyleClass().add("size-12");
    var gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    var figure = new Label(number);
    figure.getStyleClass().add("number");
    figure.setMinWidth(Region.USE_PREF_SIZE);
    var row = new HBox(8, swatch, label, gap, figure);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }
}
