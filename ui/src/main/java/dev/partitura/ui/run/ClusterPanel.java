package dev.partitura.ui.run;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.Machine;
import dev.partitura.engine.cluster.MachineDiscovery;
import dev.partitura.ui.control.NumberField;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.Elsewhere;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Palette;
import dev.partitura.ui.theme.Texts;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;

/// What there is to compute on: workers of this machine, hardware out of the catalogue, or what
/// either would be if it were otherwise; the devices by letter and hue, and the machine at hand.
public final class ClusterPanel {
  private final Session session;
  private final Texts texts;
  private final ClusterChoice choice;
  private final NumberField workers;
  private final WhatIfControls whatIf;
  private final Label thought;
  private final DeviceList devices;
  private final VBox machine = new VBox(4);
  private boolean showing;

  private ClusterPanel(Session session) {
    this.session = session;
    texts = session.texts(ClusterPanel.class);
    choice = new ClusterChoice(session, texts);
    workers =
        new NumberField(texts.get("cluster.workers"), 1, 64, "")
            .explain(texts.get("cluster.workers.explain"));
    whatIf = new WhatIfControls(session, texts);
    thought = wrapped("", "warn");
    thought.setId("cluster-thought");
    devices = new DeviceList(session, texts);
  }

  public static Node create(Session session) {
    var panel = new ClusterPanel(session);
    var content =
        new VBox(
            8,
            panel.choice,
            panel.workers,
            panel.thought,
            section(panel.texts.get("whatIf")),
            panel.whatIf,
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
    boolean trains = session.results().stepForeseenProperty().get();
    session
        .background()
        .run(
            texts.get("cluster.looking"),
            (_, _) -> Clusters.workers(count),
            cluster ->
                session.apply(
                    Edit.of(
                        texts.get("edit.workers", count),
                        project -> ClusterMove.to(project, cluster, trains))));
  }

  private void fill() {
    showing = true;
    var cluster = session.project().cluster();
    boolean here = Elsewhere.reason(session.project()) == null;
    // As many as there are of this machine; of others their words tell.
    workers.setVisible(here);
    workers.setManaged(here);
    workers.valueProperty().set(cluster.devices().size());
    showing = false;
    thought.setVisible(!here);
    thought.setManaged(!here);
    thought.setText(texts.get("cluster.thought"));
    choice.show();
    whatIf.show();
    devices.fill();
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

  static Label wrapped(String text, String style) {
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
