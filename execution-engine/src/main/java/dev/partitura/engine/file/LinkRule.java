package dev.partitura.engine.file;

import java.io.IOException;
import java.nio.file.Path;

/// Which files a document may name, such as a model its weights or a project its network: links
/// followed, those in the document's own folder, and where the document itself is a link into a
/// store, those that lie beside it there.
public final class LinkRule {
  private LinkRule() {}

  /// @param named exists
  /// @throws IOException when a link cannot be followed
  public static boolean allows(Path document, Path named) throws IOException {
    var real = named.toRealPath();
    return real.startsWith(document.toAbsolutePath().resolveSibling("").toRealPath())
        || real.startsWith(document.toRealPath().resolveSibling(""));
  }
}
