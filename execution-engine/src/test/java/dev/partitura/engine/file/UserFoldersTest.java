package dev.partitura.engine.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserFoldersTest {
  @TempDir Path folder = Path.of("");

  @Test
  void theVariablesOfTheDesktopComeBeforeTheHome() {
    var folders = new UserFolders(Map.of("XDG_CONFIG_HOME", "/elsewhere"), "/home/me");
    assertEquals(Optional.of(Path.of("/elsewhere/partitura")), folders.config());
    assertEquals(Optional.of(Path.of("/home/me/.local/state/partitura")), folders.state());
  }

  @ParameterizedTest
  @ValueSource(strings = {"?", "", " ", "relative/home", "\0"})
  void aUserWithoutAHomeHasNoFolders(String home) {
    var folders = new UserFolders(Map.of("XDG_STATE_HOME", "relative"), home);
    assertEquals(Optional.empty(), folders.config());
    assertEquals(Optional.empty(), folders.state());
  }

  @Test
  void whatCanBeMadeAgainGoesIntoTheCache() {
    var cache = folder.resolve("缓存");
    var folders = new UserFolders(Map.of("XDG_CACHE_HOME", cache.toString()), "?");
    assertEquals(cache.resolve("partitura").resolve("fonts"), folders.cache("fonts"));
    assertTrue(Files.isDirectory(cache.resolve("partitura").resolve("fonts")));
  }

  @Test
  void aLibraryUnpacksIntoAFolderNamedByItsJar() {
    var folders = new UserFolders(Map.of("XDG_CACHE_HOME", folder.toAbsolutePath().toString()), "");
    var name = String.valueOf(folders.cacheOf(Test.class).getFileName());
    assertTrue(name.matches("junit-jupiter-api-[0-9.]+\\.jar"), name);
  }

  @Test
  void aHomeThatCannotBeWrittenIsReplacedByATemporaryFolder() throws IOException {
    var inTheWay = Files.createFile(folder.resolve("home"));
    var cache = new UserFolders(Map.of(), inTheWay.toString()).cache("fonts");
    assertTrue(Files.isWritable(cache));
    assertFalse(cache.startsWith(folder.toAbsolutePath()));
    assertTrue(cache.startsWith(Path.of(System.getProperty("java.io.tmpdir"))));
  }
}
