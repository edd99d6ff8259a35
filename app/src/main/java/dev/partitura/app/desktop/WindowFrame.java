package dev.partitura.app.desktop;

import dev.partitura.app.cli.WindowOpener.Size;
import dev.partitura.ui.workbench.Preferences;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/// How large a window opens: as it was asked for, else as it was when it closed last.
///
/// @param width in pixels of the desktop, its border among them
/// @param height as `width`
record WindowFrame(int width, int height, boolean maximized) {
  private static final String WIDTH = "window.width";
  private static final String HEIGHT = "window.height";
  private static final String MAXIMIZED = "window.maximized";

  /// @param asked null takes what is remembered
  static WindowFrame of(@Nullable Size asked, Preferences preferences) {
    if (asked != null) {
      return new WindowFrame(asked.width(), asked.height(), false);
    }
    return new WindowFrame(
        (int) preferences.number(WIDTH, Size.USUAL.width()),
        (int) preferences.number(HEIGHT, Size.USUAL.height()),
        preferences.flag(MAXIMIZED, false));
  }

  static WindowFrame of(Stage stage) {
    return new WindowFrame((int) stage.getWidth(), (int) stage.getHeight(), stage.isMaximized());
  }

  void remember(Preferences preferences) {
    preferences.set(WIDTH, width);
    preferences.set(HEIGHT, height);
    preferences.set(MAXIMIZED, maximized);
  }

  /// Never larger than the screen: what was remembered may be of another.
  void give(Stage stage) {
    var screen = Screen.getPrimary().getVisualBounds();
    stage.setWidth(Math.min(width, screen.getWidth()));
    stage.setHeight(Math.min(height, screen.getHeight()));
    stage.setMaximized(maximized);
  }
}
