package dev.partitura.engine.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A cache as `cache/snapshots/r1/onnx/model.onnx -> ../../../blobs/aa`, with a stranger beside it.
class CompanionTest {
  @TempDir private Path folder;

  private Path root = Path.of("");
  private Path snapshot = Path.of("");
  private Path model = Path.of("");

  @BeforeEach
  void cache() throws IOException {
    root = folder.toRealPath();
    snapshot = Files.createDirectories(root.resolve("cache/snapshots/r1/onnx"));
    var blobs = Files.createDirectories(root.resolve("cache/blobs/sub"));
    Files.writeString(blobs.resolveSibling("aa"), "model");
    Files.writeString(blobs.resolveSibling("bb"), "weights");
    Files.writeString(blobs.resolve("cc"), "weights deeper");
    Files.writeString(root.resolve("cache/token"), "in the cache but no blob");
    Files.writeString(root.resolve("secret"), "elsewhere");
    model = link("model.onnx", "../../../blobs/aa");
  }

  private Path link(String name, String target) throws IOException {
    return Files.createSymbolicLink(snapshot.resolve(name), Path.of(target));
  }

  private void found(String content, String location) throws IOException {
    assertEquals(content, Files.readString(Companion.find(model, location)));
  }

  private void refused(String part, String location) {
    var refused =
        assertThrows(
            Companion.OutsideException.class, () -> Companion.find(model, location), location);
    assertTrue(String.valueOf(refused.getMessage()).contains(part), refused.getMessage());
  }

  @Test
  void linksIntoTheStoreOfTheModelAreFollowed() throws IOException {
    link("data", "../../../blobs/bb");
    link("deeper", "../../../blobs/sub/cc");
    link("absolute", root.resolve("cache/blobs/bb").toString());
    link("chain", "data");
    link("detour", "../../../../cache/snapshots/../blobs/bb");
    found("weights", "data");
    found("weights deeper", "deeper");
    found("weights", "absolute");
    found("weights", "chain");
    found("weights", "detour");
  }

  @Test
  void theWayToTheModelMayBeALinkItself() throws IOException {
    link("data", "../../../blobs/bb");
    Files.createSymbolicLink(root.resolve("main"), snapshot);
    model = root.resolve("main/model.onnx");
    found("weights", "data");
    Files.createSymbolicLink(root.resolve("again.onnx"), Path.of("main/model.onnx"));
    model = root.resolve("again.onnx");
    assertThrows(NoSuchFileException.class, () -> Companion.find(model, "data"));
  }

  @Test
  void linksThatLeadElsewhereAreNamedWithTheirEnd() throws IOException {
    link("data", "../../../../secret");
    link("token", "../../../token");
    link("absolute", root.resolve("secret").toString());
    link("chain", "data");
    link("sub", "../../../..");
    link("device", "/dev/zero");
    refused("link data leads to " + root.resolve("secret"), "data");
    refused("link token leads to " + root.resolve("cache/token"), "token");
    refused("link absolute leads to " + root.resolve("secret"), "absolute");
    refused("link chain leads to " + root.resolve("secret"), "chain");
    refused("link sub leads to " + root.resolve("secret"), "sub/secret");
    refused("link device leads to /dev/zero", "device");
    refused("is not the name of a file inside", "../../../blobs/bb");
    refused("is not the name of a file inside", "/dev/zero");
  }

  @Test
  void aModelThatIsNoLinkHasNoStore() throws IOException {
    link("data", "../../../blobs/bb");
    Files.delete(model);
    Files.writeString(model, "a model of its own");
    refused("link data leads to " + root.resolve("cache/blobs/bb"), "data");
    link("inside", "other");
    Files.writeString(snapshot.resolve("other"), "beside");
    found("beside", "inside");
  }

  @Test
  void aModelLinkedFromFarAwayBringsItsOwnFolderOnly() throws IOException {
    // The paths share no folder but the root.
    var shared = Path.of("/dev/shm");
    org.junit.jupiter.api.Assumptions.assumeTrue(
        Files.isWritable(shared) && !root.startsWith("/dev"), "Skipped: there is no /dev/shm");
    var store = Files.createTempDirectory(shared, "store");
    try {
      Files.writeString(store.resolve("aa"), "model");
      Files.writeString(store.resolve("bb"), "weights");
      Files.delete(model);
      link("model.onnx", store.resolve("aa").toString());
      link("data", store.resolve("bb").toString());
      link("device", "/dev/zero");
      found("weights", "data");
      refused("link device leads to /dev/zero", "device");
    } finally {
      Files.deleteIfExists(store.resolve("aa"));
      Files.deleteIfExists(store.resolve("bb"));
      Files.delete(store);
    }
  }

  @Test
  void aLinkToNothingIsMissing() throws IOException {
    link("data", "../../../blobs/absent");
    assertThrows(NoSuchFileException.class, () -> Companion.find(model, "data"));
  }
}
