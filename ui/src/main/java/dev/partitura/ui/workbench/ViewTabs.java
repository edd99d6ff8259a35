package dev.partitura.ui.workbench;

import dev.partitura.ui.run.StaleMark;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Icons;
import dev.partitura.ui.theme.Texts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.kordamp.ikonli.feather.Feather;

/// The views below the graph, one at a time. A view is made when it is first shown, and can be torn
/// off into a window of its own.
final class ViewTabs extends BorderPane {
  private final Session session;
  private final List<Visualizer> visualizers;
  private final Map<String, Node> made = new HashMap<>();
  private final Map<String, Stage> tornOff = new HashMap<>();
  private final Map<String, ToggleButton> tabs = new HashMap<>();
  private final StackPane content = new StackPane();
  private final ReadOnlyStringWrapper shown = new ReadOnlyStringWrapper(this, "shown", "");

  ViewTabs(Session session, List<Visualizer> visualizers, Texts texts, Runnable hide) {
    this.session = session;
    this.visualizers = List.copyOf(visualizers);
    getStyleClass().addAll("panel", "view-tabs");
    var group = new ToggleGroup();
    var header = new HBox();
    header.getStyleClass().add("view-tabs-header");
    header.setAlignment(Pos.CENTER_LEFT);
    for (var visualizer : visualizers) {
      var tab = new ToggleButton(visualizer.title(session.appearance().language()));
      tab.getStyleClass().setAll("view-tab");
      tab.setToggleGroup(group);
      tab.setOnAction(_ -> show(visualizer.id()));
      tabs.put(visualizer.id(), tab);
      header.getChildren().add(tab);
    }
    var gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    var tearOff = Icons.button(Feather.EXTERNAL_LINK, texts.get("views.tearOff"), this::tearOff);
    var close = Icons.button(Feather.CHEVRON_DOWN, texts.get("views.hide"), hide);
    header.getChildren().addAll(gap, StaleMark.label(session), tearOff, close);
    setTop(header);
    setCenter(content);
  }

  /// Id of the view that is shown; empty when there is none.
  ReadOnlyStringProperty shownProperty() {
    return shown.getReadOnlyProperty();
  }

  void show(String id) {
    var visualizer = visualizers.stream().filter(v -> v.id().equals(id)).findFirst();
    if (visualizer.isEmpty()) {
      return;
    }
    var window = tornOff.get(id);
    if (window != null) {
      window.toFront();
    } else {
      content.getChildren().setAll(node(visualizer.get()));
    }
    tabs.forEach((name, tab) -> tab.setSelected(name.equals(id)));
    shown.set(id);
  }

  /// Shows a view as it was asked for, or the first.
  void showOrFirst(String id) {
    show(id);
    if (shown.get().isEmpty() && !visualizers.isEmpty()) {
      show(visualizers.getFirst().id());
    }
  }

  private Node node(Visualizer visualizer) {
    return made.computeIfAbsent(
        visualizer.id(),
        _ -> {
          var view = visualizer.create(session);
          return visualizer.holdsForOldRuns() ? view : StaleMark.dim(session, view);
        });
  }

  private void tearOff() {
    var visualizer = visualizers.stream().filter(v -> v.id().equals(shown.get())).findFirst();
    if (visualizer.isEmpty() || tornOff.containsKey(shown.get())) {
      return;
    }
    var view = visualizer.get();
    var node = node(view);
    content.getChildren().clear();
    var root = new StackPane(node);
    root.getStyleClass().add("panel");
    var scene = new Scene(root, 1000, 480);
    session.appearance().dress(scene);
    session.commands().listen(scene);
    var window = new Stage();
    window.setTitle(view.title(session.appearance().language()) + " — Partitura");
    window.setScene(scene);
    window.setOnHidden(_ -> {
      root.getChildren().clear();
      tornOff.remove(view.id());
      show(view.id());
    });
    tornOff.put(view.id(), window);
    window.show();
    visualizers.stream()
        .filter(v -> !tornOff.containsKey(v.id()))
        .findFirst()
        .ifPresent(v -> show(v.id()));
  }

  /// Closes the windows of torn-off views.
  void close() {
    List.copyOf(tornOff.values()).forEach(Stage::close);
  }
}
