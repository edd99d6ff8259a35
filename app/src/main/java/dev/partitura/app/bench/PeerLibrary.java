package dev.partitura.app.bench;

import ai.onnxruntime.OrtEnvironment;
import dev.partitura.engine.file.AtomicFile;
import dev.partitura.engine.file.UserFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/// ONNX Runtime's own libraries in our cache. Its loader would unpack them at each start, into a
/// temporary folder that it leaves behind.
final class PeerLibrary {
  private static final String FOLDER_PROPERTY = "onnxruntime.native.path";
  private static final String RESOURCES = "/ai/onnxruntime/native/linux-x64/";
  private static final List<String> FILES = List.of("libonnxruntime.so", "libonnxruntime4j_jni.so");

  private PeerLibrary() {}

  /// Unpacks them, unless they are there, and tells the loader. Does nothing where it brings no
  /// library for Linux.
  static void unpack() {
    if (System.getProperty(FOLDER_PROPERTY) != null || !System.mapLibraryName("").endsWith(".so")) {
      return;
    }
    var folder = UserFolders.ofUser().cacheOf(OrtEnvironment.class);
    for (var name : FILES) {
      try (var library = OrtEnvironment.class.getResourceAsStream(RESOURCES + name)) {
        if (library == null) {
          return;
        }
        var file = folder.resolve(name);
        if (!Files.exists(file)) {
          AtomicFile.write(file, library::transferTo);
        }
      } catch (IOException fault) {
        throw new UncheckedIOException(fault);
      }
    }
    System.setProperty(FOLDER_PROPERTY, folder.toString());
  }
}
