package dev.partitura.engine.cluster.catalogue;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// A cluster as a person names it: in words, see [ClusterWords], or by its file, see [ClusterFile].
public final class ClusterText {
  private ClusterText() {}

  /// @throws ProblemException when the text is neither, or the file is missing or describes no
  ///   cluster
  public static Cluster read(String text) {
    var file = path(text);
    boolean named = text.endsWith(".json") || text.contains("/");
    if (named || Files.isRegularFile(file) && !ClusterWords.looksLike(text)) {
      if (!Files.exists(file)) {
        throw ProblemException.of("cluster.file.missing", text, text);
      }
      return ClusterFile.read(file);
    }
    return ClusterWords.parse(text);
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException _) {
      throw ProblemException.of("file.name", text, text);
    }
  }
}
