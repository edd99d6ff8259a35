package dev.partitura.engine.file;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkRuleTest {
  @TempDir Path folder = Path.of("");
  private Path home = Path.of("");
  private Path store = Path.of("");

  @BeforeEach
  void makeFolders() throws IOException {
    home = Files.createDirectories(folder.resolve("home"));
    store = Files.createDirectories(folder.resolve("store"));
    Files.createFile(store.resolve("document"));
    Files.createFile(store.resolve("data"));
    Files.createFile(folder.resolve("elsewhere"));
  }

  @Test
  void filesAndLinksInsideTheFolderAreAllowed() throws IOException {
    var document = Files.createFile(home.resolve("document"));
    var data = Files.createFile(home.resolve("data"));
    assertTrue(LinkRule.allows(document, data));
    assertTrue(
        LinkRule.allows(document, Files.createSymbolicLink(home.resolve("link"), Path.of("data"))));
  }

  @Test
  void aLinkOutOfTheFolderIsNot() throws IOException {
    var document = Files.createFile(home.resolve("document"));
    var link = Files.createSymbolicLink(home.resolve("data"), store.resolve("data"));
    assertFalse(LinkRule.allows(document, link));
  }

  @Test
  void twoLinksIntoOneStoreBelongTogether() throws IOException {
    var document = Files.createSymbolicLink(home.resolve("document"), store.resolve("document"));
    var data = Files.createSymbolicLink(home.resolve("data"), store.resolve("data"));
    assertTrue(LinkRule.allows(document, data));
    var away = Files.createSymbolicLink(home.resolve("away"), folder.resolve("elsewhere"));
    assertFalse(LinkRule.allows(document, away));
  }
}
