package dev.partitura.ui.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreferencesTest {
  @Test
  void whatIsRememberedIsThereNextTime(@TempDir Path folder) throws IOException {
    var file = folder.resolve("config").resolve("preferences.properties");
    var preferences = new Preferences(file);
    assertEquals(Optional.empty(), preferences.theme());
    preferences.set("layout.left", 230.5);
    preferences.remember(Theme.LIGHT, Language.CHINESE);
    var first = Files.createFile(folder.resolve("一.onnx"));
    var second = Files.createFile(folder.resolve("b.partitura"));
    preferences.addRecentFile(first);
    preferences.addRecentFile(second);
    preferences.addRecentFile(first);
    var again = new Preferences(file);
    assertEquals(Optional.of(Theme.LIGHT), again.theme());
    assertEquals(Optional.of(Language.CHINESE), again.language());
    assertEquals(230.5, again.number("layout.left", 0));
    assertEquals(List.of(first, second), again.recentFiles());
    Files.delete(first);
    assertEquals(List.of(second), again.recentFiles());
  }

  @Test
  void aBrokenFileCountsAsEmpty(@TempDir Path folder) throws IOException {
    var file = folder.resolve("preferences.properties");
    Files.writeString(file, "theme=\\uZZZZ");
    assertEquals(Optional.empty(), new Preferences(file).theme());
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNoFault(@TempDir Path folder) throws IOException {
    var inTheWay = Files.createFile(folder.resolve("config"));
    var preferences = new Preferences(inTheWay.resolve("preferences.properties"));
    preferences.remember(Theme.DARK, Language.ENGLISH);
    assertTrue(Files.isRegularFile(inTheWay));
  }
}
