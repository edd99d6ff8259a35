package dev.partitura.ui.run;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.execute.simulate.Forecast.Shortage;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import java.util.ArrayList;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The devices of the cluster by letter and hue, with their memory; those that would run out of it
/// under the plan at hand are marked, as the prediction has it. Used on the FX thread.
final class DeviceList extends VBox {
  /// More rows than this nobody reads.
  private static final int MOST_ROWS = 32;

  private final Session session;
  private final Texts texts;

  DeviceList(Session session, Texts texts) {
    super(4);
    this.session = session;
    this.texts = texts;
    session.results().foresightProperty().addListener(_ -> fill());
  }

  void fill() {
    var cluster = session.project().cluster();
    var shortages = MemoryShortages.of(session.results().foresightProperty().get().run());
    var rows = new ArrayList<Node>();
    cluster.devices().stream()
        .limit(MOST_ROWS)
        .forEach(device -> rows.add(row(cluster, device, shortages)));
    int more = cluster.devices().size() - MOST_ROWS;
    if (more > 0) {
      rows.add(ClusterPanel.wrapped(texts.get("cluster.more", more), "muted"));
    }
    for (var note : Clusters.notes(cluster)) {
      rows.add(ClusterPanel.wrapped(note.text(session.locale()), "warn"));
    }
    getChildren().setAll(rows);
  }

  private Node row(Cluster cluster, Device device, Map<DeviceId, Shortage> shortages) {
    var hue = session.palette().device(cluster.indexOf(device.id()));
    var name = new Label(device.label());
    name.getStyleClass().addAll("size-12", "medium");
    var gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    name.setMinWidth(0);
    var lacks = shortages.get(device.id());
    var line =
        new HBox(
            8, ClusterPanel.badge(cluster.letter(device.id()), hue, session.palette()), name, gap);
    line.setAlignment(Pos.CENTER_LEFT);
    var row = new VBox(2, line);
    // What lacks says so on a line of its own.
    Pane holder = lacks == null ? line : row;
    holder.getChildren().add(memory(device, lacks));
    row.setId("device-" + device.id().name());
    row.getStyleClass().add("row");
    var model = device.model();
    if (model != null) {
      Tooltip.install(row, new Tooltip(model.name()));
    }
    return row;
  }

  private Label memory(Device device, @Nullable Shortage lacks) {
    var memory =
        new Label(
            lacks == null
                ? Format.bytes(device.memoryBytes())
                : texts.get(
                    "cluster.lacks",
                    Format.bytes(lacks.neededBytes()),
                    Format.bytes(lacks.memoryBytes())));
    memory.getStyleClass().addAll("number", lacks == null ? "muted" : "bad");
    memory.setMinWidth(lacks == null ? USE_PREF_SIZE : 0);
    if (lacks != null) {
      memory.setTooltip(new Tooltip(texts.get("cluster.lacks.explain")));
    }
    return memory;
  }
}
