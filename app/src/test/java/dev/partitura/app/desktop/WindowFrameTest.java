package dev.partitura.app.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.app.cli.WindowOpener.Size;
import dev.partitura.ui.workbench.Preferences;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowFrameTest {
  @TempDir Path folder;

  @Test
  void whatIsAskedForGoesBeforeWhatIsRemembered() {
    var preferences = new Preferences(folder.resolve("preferences.properties"));
    assertEquals(new WindowFrame(1600, 1000, false), WindowFrame.of(null, preferences));
    new WindowFrame(1024, 700, true).remember(preferences);
    assertEquals(new WindowFrame(1024, 700, true), WindowFrame.of(null, preferences));
    assertEquals(
        new WindowFrame(1280, 800, false), WindowFrame.of(new Size(1280, 800), preferences));
  }
}
