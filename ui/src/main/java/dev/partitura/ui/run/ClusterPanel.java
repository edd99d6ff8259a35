package dev.partitura.ui.run;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.Machine;
import dev.partitura.engine.cluster.MachineDiscovery;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.control.NumberField;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Palette;
import dev.partitura.ui.theme.Texts;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;

/// What there is to compute on: the workers by letter and hue, and the machine they are in.
public final class ClusterPanel {
  private final Session session;
  private final Texts texts;
  private final NumberField workers;
  private final VBox devices = new VBox(4);
  private final VBox machine = new VBox(4);
  private boolean showing;

  private ClusterPanel(Session session) {
    this.session = session;
    texts = session.texts(ClusterPanel.class);
    workers =
        new NumberField(texts.get("cluster.workers"), 1, 64, "")
            .explain(texts.get("cluster.workers.explain"));
  }

  public static Node create(Session session) {
    var panel = new ClusterPanel(session);
    var content =
        new VBox(
            8,
            panel.workers,
            section(panel.texts.get("cluster.devices")),
            panel.devices,
            panel.machine);
    panel.workers.valueProperty().addListener((_, _, count) -> panel.resize(count.intValue()));
    session.projectProperty().addListener(_ -> panel.fill());
    session.appearance().paletteProperty().addListener(_ -> panel.fill());
    panel.fill();
    session
        .background()
        .run(
            panel.texts.get("cluster.looking"),
            (_, _) -> MachineDiscovery.discover(),
            panel::describe);
    var scroll = new ScrollPane(content);
    scroll.setFitToWidth(true);
    return scroll;
  }

  private void resize(int count) {
    if (showing || count == session.project().cluster().devices().size()) {
      return;
    }
    session
        .background()
        .run(
            texts.get("cluster.looking"),
            (_, _) -> Clusters.workers(count),
            cluster ->
                session.apply(
                    Edit.of(texts.get("edit.workers", count), project -> with(project, cluster))));
  }

  /// The project on another cluster; a plan that needs a worker that is gone becomes the
  /// single-device plan.
  static Project with(Project project, Cluster cluster) {
    boolean fits = project.plan().devices().stream().allMatch(id -> cluster.device(id) != null);
    var next = project.withCluster(cluster);
    return fits
        ? next
        : next.withPlan(
            Plan.single(cluster.devices().getFirst().id()).withPasses(project.plan().passes()));
  }

  private void fill() {
    showing = true;
    var cluster = session.project().cluster();
    workers.valueProperty().set(cluster.devices().size());
    showing = false;
    devices
        .getChildren()
        .setAll(cluster.devices().stream().map(device -> row(cluster, device)).toList());
    for (var note : Clusters.notes(cluster)) {
      devices.getChildren().add(wrapped(note.text(session.locale()), "warn"));
    }
  }

  private Node row(Cluster cluster, Device device) {
    var hue = session.palette().device(cluster.indexOf(device.id()));
    var name = new Label(device.label());
    name.getStyleClass().addAll("size-12", "medium");
    var gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    var memory = new Label(Format.bytes(device.memoryBytes()));
    memory.getStyleClass().addAll("number", "muted");
    var row =
        new HBox(8, badge(cluster.letter(device.id()), hue, session.palette()), name, gap, memory);
    row.setAlignment(Pos.CENTER_LEFT);
    row.getStyleClass().add("row");
    return row;
  }

  static Label badge(String letter, Color hue, Palette palette) {
    var badge = new Label(letter);
    var behind = palette.tint(hue);
    badge.getStyleClass().add("badge");
    badge.setStyle(
        "-fx-background-color: "
            + web(behind)
            + "; -fx-text-fill: "
            + web(palette.readable(hue, behind))
            + ";");
    return badge;
  }

  private static String web(Color color) {
    return "#" + color.toString().substring(2, 8);
  }

  private void describe(Machine found) {
    var lines = new ArrayList<Node>(List.of(section(texts.get("cluster.machine"))));
    lines.add(
        wrapped(
            found.host().processor().isEmpty() ? found.host().name() : found.host().processor(),
            "size-12"));
    lines.add(
        wrapped(
            texts.get(
                "cluster.cores",
                found.cores().size(),
                found.physicalCores(),
                Format.bytes(found.host().memoryBytes())),
            "muted"));
    for (var cache : found.caches()) {
      lines.add(
          wrapped(
              texts.get(
                  "cluster.cache",
                  cache.level(),
                  cache.type(),
                  Format.bytes(cache.sizeBytes()),
                  cache.sharedBy()),
              "muted"));
    }
    machine.getChildren().setAll(lines);
  }

  private static Label wrapped(String text, String style) {
    var label = new Label(text);
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    label.getStyleClass().addAll("size-12", style);
    return label;
  }

  static Label section(String text) {
    var label = new Label(text);
    label.getStyleClass().add("section");
    return label;
  }
}
