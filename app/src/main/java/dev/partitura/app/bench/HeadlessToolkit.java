package dev.partitura.app.bench;

import dev.partitura.ui.background.FxThread;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.BundledFonts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.layout.Region;
import javafx.stage.Stage;

/// Windows of benchmarks, drawn by software without a display. What the copy to a screen that is
/// not there would cost is left out. Any thread but FX's.
final class HeadlessToolkit {
  // The largest window that a display without a screen takes.
  static final int WIDTH = 1200;
  static final int HEIGHT = 760;

  private HeadlessToolkit() {}

  /// Starts it; to be called before anything of the toolkit is used.
  static void start() {
    System.setProperty("glass.platform", "Headless");
    System.setProperty("prism.order", "sw");
    BundledFonts.provide();
    FxThread.start();
    BundledFonts.load();
  }

  /// Shows what is made for a session in a window of its own.
  static Stage show(Session session, Function<Session, ? extends Node> create) {
    return FxThread.call(() -> {
      var scene = new Scene((Parent) create.apply(session), WIDTH, HEIGHT);
      session.appearance().dress(scene);
      var stage = new Stage();
      stage.setScene(scene);
      stage.setX(0);
      stage.setY(0);
      stage.show();
      return stage;
    });
  }

  /// The first node of a kind in a window.
  static <T> T find(Stage stage, Class<T> kind) {
    var open = new ArrayList<Node>(List.of(stage.getScene().getRoot()));
    while (!open.isEmpty()) {
      var node = open.removeFirst();
      if (kind.isInstance(node) && node instanceof Region) {
        return kind.cast(node);
      }
      if (node instanceof Parent parent) {
        open.addAll(parent.getChildrenUnmodifiable());
      }
    }
    throw new IllegalStateException("No " + kind.getSimpleName() + " is shown");
  }
}
