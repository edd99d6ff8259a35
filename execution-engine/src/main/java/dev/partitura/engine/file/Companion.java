package dev.partitura.engine.file;

import dev.partitura.engine.problem.Phrase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file that a document names as its companion: the weights beside a model, the network beside a
/// project. Only companions that belong to the document are opened, so that a document from
/// elsewhere cannot have any file read:
///
/// - those inside the document's own folder, whatever links lie on the way;
/// - where the document itself is a link out of its folder, those inside the store that it leads
///   to, since caches keep the files of one model as links beside each other into one store
///   (`snapshots/REVISION/model.onnx -> ../../blobs/HASH`).
///
/// The store is found from the folder where the paths of the link and of its target part: it is
/// that folder's child on the way to the target (`blobs` above). Where they share no folder but the
/// root, it is the folder in which the target lies.
public final class Companion {
  private Companion() {}

  /// The companion leads to a place that does not belong to the document; the reason says where.
  public static final class OutsideException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Phrase reason;

    OutsideException(Phrase reason) {
      super(reason.toString());
      this.reason = reason;
    }

    /// Where it leads, without a full stop.
    public Phrase reason() {
      return reason;
    }
  }

  /// The real path of a companion.
  ///
  /// @param location its name relative to the document's folder, as the document has it
  /// @throws NoSuchFileException when there is none
  /// @throws OutsideException when it does not belong to the document
  public static Path find(Path document, String location) throws IOException {
    var folder = folder(document);
    var file = relative(folder, location);
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    var real = file.toRealPath();
    var home = folder.toRealPath();
    var store = store(document, home);
    if (!real.startsWith(home) && (store == null || !real.startsWith(store))) {
      throw new OutsideException(
          Phrase.of(
              "words.outside.link",
              link(folder, file, home),
              real,
              store == null
                  ? Phrase.of("words.outside.folder", home)
                  : Phrase.of("words.outside.folders", home, store)));
    }
    return real;
  }

  private static Path folder(Path document) throws IOException {
    var folder = document.toAbsolutePath().getParent();
    if (folder == null) {
      throw new NoSuchFileException(document.toString());
    }
    return folder;
  }

  private static Path relative(Path folder, String location) throws OutsideException {
    try {
      boolean leaves =
          location.isEmpty()
              || location.matches("(?s)[/\\\\].*|[A-Za-z]:.*")
              || List.of(location.split("[/\\\\]")).contains("..");
      if (!leaves) {
        return folder.resolve(location);
      }
    } catch (InvalidPathException _) {
      // Refused below, like every other name that leads elsewhere.
    }
    throw new OutsideException(Phrase.of("words.outside.name", location, folder));
  }

  /// The store that the document is a link into; null where its bytes lie in its own folder.
  private static @Nullable Path store(Path document, Path home) throws IOException {
    if (!Files.exists(document)) {
      return null;
    }
    var target = document.toRealPath();
    if (target.startsWith(home)) {
      return null;
    }
    int shared = 0;
    int most = Math.min(home.getNameCount(), target.getNameCount() - 1);
    while (shared < most && home.getName(shared).equals(target.getName(shared))) {
      shared++;
    }
    var root = target.getRoot();
    return shared == 0 || root == null
        ? target.getParent()
        : root.resolve(target.subpath(0, shared + 1));
  }

  /// The first link on the way that leaves the folder, as a path inside it.
  private static Path link(Path folder, Path file, Path home) throws IOException {
    for (var at = folder; !at.equals(file); ) {
      at = at.resolve(file.getName(at.getNameCount()));
      if (Files.isSymbolicLink(at) && !at.toRealPath().startsWith(home)) {
        return folder.relativize(at);
      }
    }
    return folder.relativize(file);
  }
}
