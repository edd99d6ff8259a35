package dev.partitura.ui.theme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TextsTest {
  private static final Path RESOURCES = Path.of("src/main/resources");

  @Test
  void bothLanguagesHaveEveryText() throws IOException {
    try (var files = Files.walk(RESOURCES)) {
      var english = files.filter(file -> file.endsWith("texts.properties")).toList();
      assertTrue(english.size() >= 3);
      for (var file : english) {
        var one = read(file);
        var other = read(file.resolveSibling("texts_zh.properties"));
        assertEquals(
            new TreeSet<>(one.stringPropertyNames()),
            new TreeSet<>(other.stringPropertyNames()),
            file.toString());
        for (var key : one.stringPropertyNames()) {
          assertEquals(
              holes(one.getProperty(key)), holes(other.getProperty(key)), file + " " + key);
        }
      }
    }
  }

  @Test
  void argumentsAreFilledIn() {
    var texts = Texts.of(dev.partitura.ui.run.RunBar.class, Language.ENGLISH);
    assertEquals("Tasks 3 / 8", texts.get("counted", "Tasks", 3, 8));
  }

  @Test
  void oneThingIsToldInTheSingular() {
    var texts = Texts.of(dev.partitura.ui.run.RunBar.class, Language.ENGLISH);
    assertEquals("1 op", texts.get("plan.ops", 1));
    assertEquals("2 ops", texts.get("plan.ops", 2));
    assertEquals(
        "1 repeat after 3 warm-ups; the times had not settled", texts.get("spread.warmed", 1, 3));
  }

  private static Set<String> holes(String text) {
    var holes = new TreeSet<String>();
    var matcher = Pattern.compile("\\{\\d}").matcher(text);
    while (matcher.find()) {
      holes.add(matcher.group());
    }
    return holes;
  }

  private static Properties read(Path file) throws IOException {
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    return properties;
  }
}
