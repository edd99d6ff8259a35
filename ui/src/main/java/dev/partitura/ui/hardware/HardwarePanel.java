package dev.partitura.ui.hardware;

import dev.partitura.engine.cluster.DeviceModel;
import dev.partitura.engine.cluster.LinkModel;
import dev.partitura.engine.cluster.catalogue.Catalogue;
import dev.partitura.engine.cluster.catalogue.OwnHardware;
import dev.partitura.engine.cluster.catalogue.WhatIf;
import dev.partitura.ui.control.SearchField;
import dev.partitura.ui.control.SegmentedRow;
import dev.partitura.ui.run.ClusterMove;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The catalogue of devices and links, each with its source: to look through, to take for the
/// cluster, and to add to. Used on the FX thread.
public final class HardwarePanel {
  private final Session session;
  private final Texts texts;
  private final SearchField search;
  private final SegmentedRow<Boolean> kinds;
  private final VBox rows = new VBox(4);
  private @Nullable String opened;
  private @Nullable Node form;

  private HardwarePanel(Session session) {
    this.session = session;
    texts = session.texts(HardwarePanel.class);
    search = new SearchField(texts.get("find"), "");
    kinds =
        new SegmentedRow<>(
            List.of(true, false), devices -> texts.get(devices ? "devices" : "links"));
    kinds.valueProperty().set(true);
  }

  public static Node create(Session session) {
    var panel = new HardwarePanel(session);
    panel.search.field().textProperty().addListener(_ -> panel.fill());
    panel.kinds.valueProperty().addListener(_ -> panel.fill());
    panel.fill();
    var scroll = new ScrollPane(panel.rows);
    scroll.setFitToWidth(true);
    VBox.setVgrow(scroll, Priority.ALWAYS);
    var content = new VBox(8, panel.search, panel.kinds, scroll);
    content.setId("hardware");
    content.setMinSize(0, 0);
    return content;
  }

  private void fill() {
    rows.getChildren().clear();
    if (form != null) {
      rows.getChildren().add(form);
    }
    if (Boolean.TRUE.equals(kinds.valueProperty().get())) {
      Catalogue.devices().stream()
          .filter(device -> matches(device.name(), device.form(), device.source()))
          .forEach(device -> rows.getChildren().add(row(device)));
    } else {
      Catalogue.links().stream()
          .filter(link -> matches(link.name(), link.source(), link.notes()))
          .forEach(link -> rows.getChildren().add(row(link)));
    }
    if (rows.getChildren().isEmpty()) {
      var none = new Label(texts.get("none", search.field().getText()));
      none.getStyleClass().addAll("muted", "size-12");
      none.setWrapText(true);
      none.setMinHeight(Region.USE_PREF_SIZE);
      rows.getChildren().add(none);
    }
  }

  private boolean matches(String... said) {
    var wanted = search.field().getText().strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(said).anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted));
  }

  private Node row(DeviceModel device) {
    var row =
        new HardwareRow(
            device.name(),
            HardwareWords.brief(device),
            isOwn(device.name()),
            isOpen(device.name()));
    row.setOnMouseClicked(_ -> open(device.name()));
    row.setOnOpen(() -> open(device.name()));
    if (isOpen(device.name())) {
      row.facts(HardwareWords.facts(device, texts), device.source(), device.notes(), texts);
      row.action(texts.get("use"), texts.get("use.device.explain"), () -> use(device), null);
      row.action(
          texts.get("copy"),
          texts.get("copy.explain"),
          () -> edit(new DeviceForm(device, texts, session.locale(), this::keep, this::leave)),
          null);
      remove(row, device.name());
    }
    return row;
  }

  private Node row(LinkModel link) {
    var row =
        new HardwareRow(
            link.name(), HardwareWords.brief(link), isOwn(link.name()), isOpen(link.name()));
    row.setOnMouseClicked(_ -> open(link.name()));
    row.setOnOpen(() -> open(link.name()));
    if (isOpen(link.name())) {
      row.facts(HardwareWords.facts(link, texts), link.source(), link.notes(), texts);
      boolean workers = session.project().cluster().devices().getFirst().model() == null;
      row.action(
          texts.get("use"),
          texts.get("use.link.explain"),
          () -> use(link),
          workers ? texts.get("use.link.workers") : null);
      row.action(
          texts.get("copy"),
          texts.get("copy.explain"),
          () -> edit(new LinkForm(link, texts, session.locale(), this::keep, this::leave)),
          null);
      remove(row, link.name());
    }
    return row;
  }

  private void remove(HardwareRow row, String name) {
    if (isOwn(name)) {
      row.action(
          texts.get("remove"),
          texts.get("remove.explain"),
          () -> keep(own -> own.without(name)),
          null);
    }
  }

  private static boolean isOwn(String name) {
    var own = Catalogue.own();
    return own.devices().stream().anyMatch(device -> device.name().equals(name))
        || own.links().stream().anyMatch(link -> link.name().equals(name));
  }

  private boolean isOpen(String name) {
    return name.equals(opened);
  }

  private void open(String name) {
    opened = isOpen(name) ? null : name;
    fill();
  }

  private void edit(Node asked) {
    form = asked;
    fill();
    asked.requestFocus();
  }

  private void leave() {
    form = null;
    fill();
  }

  /// Changes what the user added; what is refused is thrown to the form.
  private void keep(UnaryOperator<OwnHardware> change) {
    Catalogue.keep(change.apply(Catalogue.own()));
    leave();
  }

  private void use(DeviceModel device) {
    boolean trains = session.results().stepForeseenProperty().get();
    session.apply(
        Edit.of(
            texts.get("edit.device", device.name()),
            now -> ClusterMove.to(now, WhatIf.withDevices(now.cluster(), device), trains)));
  }

  private void use(LinkModel link) {
    session.apply(
        Edit.of(
            texts.get("edit.link", link.name()),
            now -> now.withCluster(WhatIf.withLink(now.cluster(), link))));
  }
}
