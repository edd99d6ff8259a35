package dev.partitura.engine.backend.gpu.cuda;

import dev.partitura.engine.file.UserFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jcuda.driver.JCudaDriver;

/// JCuda unpacks its library under a fixed name into the folder for temporary files, where two
/// programs that start at once may read what the other has half written: it gets a folder of its
/// own for the while.
final class CudaLibrary {
  private static final String FOLDER = "java.io.tmpdir";

  private CudaLibrary() {}

  /// Loads JCuda's library for the driver.
  ///
  /// @throws LinkageError when the driver does not fit it
  static void load() throws IOException {
    var folder = Files.createTempDirectory(UserFolders.ofUser().cache("native"), "jcuda");
    var before = System.getProperty(FOLDER);
    System.setProperty(FOLDER, folder.toString());
    try {
      Class.forName(JCudaDriver.class.getName(), true, JCudaDriver.class.getClassLoader());
    } catch (ClassNotFoundException missing) {
      throw new NoClassDefFoundError(missing.getMessage());
    } finally {
      System.setProperty(FOLDER, before);
      remove(folder);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }
}
