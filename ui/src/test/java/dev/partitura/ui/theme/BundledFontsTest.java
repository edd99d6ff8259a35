package dev.partitura.ui.theme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundledFontsTest {
  @Test
  void everyFontOfTheIndexesIsUnpacked(@TempDir Path folder) throws IOException {
    BundledFonts.unpack(folder);
    var all = read(folder.resolve("allfonts.properties"));
    int last = Integer.parseInt(all.getProperty("maxFont"));
    for (int i = 0; i <= last; i++) {
      assertTrue(Files.size(folder.resolve(all.getProperty("file." + i))) > 10_000);
    }
    var logical = read(folder.resolve("logicalfonts.properties"));
    assertEquals("Inter", logical.getProperty("sans.regular.0.font"));
    assertEquals("Noto Sans CJK SC", logical.getProperty("monospace.italic.1.font"));
    for (var key : logical.stringPropertyNames()) {
      if (key.endsWith(".file")) {
        assertTrue(Files.exists(folder.resolve(logical.getProperty(key))), key);
      }
    }
  }

  @Test
  void fontsThatAreThereAreNotWrittenAgain(@TempDir Path folder) throws IOException {
    BundledFonts.unpack(folder);
    var font = folder.resolve("Inter-Regular.otf");
    var before = Files.getLastModifiedTime(font);
    Files.delete(folder.resolve("Inter-Medium.otf"));
    BundledFonts.unpack(folder);
    assertEquals(before, Files.getLastModifiedTime(font));
    assertTrue(Files.notExists(folder.resolve("Inter-Medium.otf")));
  }

  private static Properties read(Path file) throws IOException {
    var properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      properties.load(reader);
    }
    return properties;
  }
}
