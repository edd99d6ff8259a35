package dev.partitura.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.partitura.editor.inspector.OpInspector;
import dev.partitura.editor.network.GraphModel;
import dev.partitura.editor.palette.PalettePanel;
import dev.partitura.editor.partition.PaintBar;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {

  private static Properties read(Class<?> anchor, String file) throws IOException {
    var texts = new Properties();
    try (var stream = Objects.requireNonNull(anchor.getResourceAsStream(file), file)) {
      texts.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }
    return texts;
  }

  @ParameterizedTest
  @ValueSource(classes = {GraphModel.class, PaintBar.class, PalettePanel.class, OpInspector.class})
  void bothLanguagesSayTheSameThings(Class<?> anchor) throws IOException {
    var english = read(anchor, "texts.properties");
    var chinese = read(anchor, "texts_zh.properties");
    assertEquals(english.keySet(), chinese.keySet());
    for (var key : english.stringPropertyNames()) {
      assertFalse(english.getProperty(key).isBlank(), key);
      for (int argument = 0; argument < 3; argument++) {
        var mark = "{" + argument + "}";
        assertEquals(
            english.getProperty(key).contains(mark), chinese.getProperty(key).contains(mark), key);
      }
    }
  }
}
