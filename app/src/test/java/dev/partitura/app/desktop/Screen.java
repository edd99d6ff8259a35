package dev.partitura.app.desktop;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.event.Event;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.controlsfx.control.SegmentedButton;

/// Something to look at in a window.
///
/// @param isView whether it is a view, beside hues and what lies over the window
/// @param show brings it to the screen
/// @param leave puts the window back for the next one
record Screen(String name, boolean isView, Runnable show, Runnable leave) {
  private static final int SERVING_PAGES = 4;

  /// All there is to look at: each view with a place of the rail and a tab of the inspector beside
  /// it, each meaning of the hues of the graph, and what lies over the window.
  static List<Screen> all(DesktopWindow window) {
    var session = window.session();
    var root = window.scene().getRoot();
    root.applyCss();
    root.layout();
    var screens = new ArrayList<Screen>();
    var places = root.lookupAll(".rail-button").stream().map(ToggleButton.class::cast).toList();
    var views =
        session.commands().all().stream().filter(c -> c.id().startsWith("view.show.")).toList();
    for (int i = 0; i < Math.max(places.size(), views.size()); i++) {
      var view = views.get(i % views.size());
      var place = places.get(i % places.size());
      var ops = session.project().network().ops();
      int at = i;
      screens.add(
          new Screen(
              view.id().substring(view.id().lastIndexOf('.') + 1),
              true,
              () -> {
                view.fire();
                if (!place.isSelected()) {
                  place.fire();
                }
                if (at % 2 == 1 && !ops.isEmpty()) {
                  session.selection().selectOp(ops.get(at % ops.size()).id());
                }
              },
              session.selection()::clear));
    }
    if (session.results().servedProperty().get() != null) {
      var show = session.commands().find("view.show.serving").orElseThrow();
      for (int page = 0; page < SERVING_PAGES; page++) {
        int at = page;
        screens.add(
            new Screen(
                "serving-" + page,
                true,
                () -> {
                  show.fire();
                  turn(root, at);
                },
                () -> turn(root, 0)));
      }
    }
    if (root.lookup("#color-choice") instanceof MenuButton hues) {
      var first = (RadioMenuItem) hues.getItems().getFirst();
      for (var item : hues.getItems()) {
        if (!item.isDisable() && !item.equals(first)) {
          screens.add(
              new Screen(
                  "hues-" + hues.getItems().indexOf(item),
                  false,
                  () -> choose(item),
                  () -> choose(first)));
        }
      }
    }
    for (var id : List.of("edit.find", "view.commands")) {
      session
          .commands()
          .find(id)
          .ifPresent(command ->
              screens.add(
                  new Screen(
                      id.toLowerCase(Locale.ROOT),
                      false,
                      command::fire,
                      () -> escape(window.scene()))));
    }
    return screens;
  }

  private static void turn(Parent root, int page) {
    if (root.lookup("#serving-pages") instanceof SegmentedButton pages) {
      pages.getButtons().get(page).fire();
    }
  }

  private static void escape(Scene scene) {
    Event.fireEvent(
        scene.getFocusOwner(),
        new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ESCAPE, false, false, false, false));
  }

  private static void choose(javafx.scene.control.MenuItem item) {
    item.fire();
  }
}
