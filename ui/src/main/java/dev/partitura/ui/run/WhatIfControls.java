package dev.partitura.ui.run;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.DeviceModel;
import dev.partitura.engine.cluster.catalogue.Catalogue;
import dev.partitura.engine.cluster.catalogue.WhatIf;
import dev.partitura.ui.control.FactorSlider;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.History;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javafx.collections.FXCollections;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// What if the devices were of another kind, or the links faster or slower: moves the prediction as
/// the knob moves. What comes of it is a cluster in thought, on which nothing runs. Used on the FX
/// thread.
final class WhatIfControls extends VBox {
  /// The panel may be narrow: the choice takes what there is.
  private static final double NARROW = 100;

  private final Session session;
  private final Texts texts;
  private final String workers;
  private final ComboBox<String> kind = new ComboBox<>();
  private final FactorSlider speed;
  private History.@Nullable Gesture gesture;
  private boolean showing;

  WhatIfControls(Session session, Texts texts) {
    super(8);
    this.session = session;
    this.texts = texts;
    workers = texts.get("whatIf.workers");
    var caption = new Label(texts.get("whatIf.device"));
    caption.getStyleClass().addAll("muted", "size-11");
    kind.setId("what-if-device");
    kind.setMinWidth(0);
    kind.setPrefWidth(NARROW);
    kind.setMaxWidth(Double.MAX_VALUE);
    kind.setAccessibleText(texts.get("whatIf.device"));
    kind.setTooltip(new Tooltip(texts.get("whatIf.device.explain")));
    kind.valueProperty().addListener((_, _, name) -> choose(name));
    kind.setOnShowing(_ -> show());
    speed = new FactorSlider(texts.get("whatIf.links")).explain(texts.get("whatIf.links.explain"));
    speed.setId("what-if-links");
    speed.changingProperty().addListener((_, _, changing) -> grip(changing));
    speed.factorProperty().addListener((_, _, factor) -> setSpeed(factor.doubleValue()));
    getChildren().addAll(new VBox(4, caption, kind), speed);
  }

  /// Shows the cluster at hand.
  void show() {
    showing = true;
    var cluster = session.project().cluster();
    var names = new ArrayList<String>();
    names.add(workers);
    Catalogue.devices().forEach(model -> names.add(model.name()));
    models(cluster).stream()
        .map(DeviceModel::name)
        .filter(name -> !names.contains(name))
        .forEach(names::add);
    if (!names.equals(kind.getItems())) {
      kind.setItems(FXCollections.observableArrayList(names));
    }
    var models = models(cluster);
    kind.setValue(models.isEmpty() ? workers : models.getFirst().name());
    speed.factorProperty().set(cluster.linkSpeed());
    // Of one device there is no link.
    speed.setDisable(cluster.devices().size() < 2);
    showing = false;
  }

  private static List<DeviceModel> models(Cluster cluster) {
    var models = new ArrayList<DeviceModel>();
    for (Device device : cluster.devices()) {
      if (device.model() != null && !models.contains(device.model())) {
        models.add(device.model());
      }
    }
    return models;
  }

  private void choose(@Nullable String name) {
    if (showing || name == null) {
      return;
    }
    if (name.equals(workers)) {
      int count = Math.min(Clusters.MOST_WORKERS, session.project().cluster().devices().size());
      change(texts.get("edit.workers", count), _ -> Clusters.workers(count));
    } else {
      var model = Catalogue.device(name);
      change(texts.get("edit.device", model.name()), cluster -> WhatIf.withDevices(cluster, model));
    }
  }

  private void setSpeed(double factor) {
    if (!showing) {
      change(texts.get("edit.links"), cluster -> cluster.withLinkSpeed(factor));
    }
  }

  private void change(String label, UnaryOperator<Cluster> to) {
    boolean trains = session.results().stepForeseenProperty().get();
    var edit =
        Edit.of(
            label,
            project -> {
              var next = to.apply(project.cluster());
              return next.equals(project.cluster())
                  ? project
                  : ClusterMove.to(project, next, trains);
            });
    if (gesture == null) {
      session.apply(edit);
    } else {
      gesture.replace(edit);
    }
  }

  /// One way of the knob is one edit.
  private void grip(boolean changing) {
    if (changing) {
      gesture = session.history().begin(texts.get("edit.links"));
    } else if (gesture != null) {
      gesture.end();
      gesture = null;
    }
  }
}
