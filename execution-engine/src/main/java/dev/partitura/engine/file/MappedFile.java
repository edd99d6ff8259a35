package dev.partitura.engine.file;

import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A file whose content is seen as memory: the system reads what is touched, and gives the pages
/// back where memory is short. Unmapped by the garbage collector. A file that another takes the
/// place of, or that is deleted, stays as it was opened; one that is written into is noticed. Any
/// thread.
public final class MappedFile {
  private final Path path;
  private final MemorySegment content;
  private final @Nullable Object key;
  private final FileTime modified;

  private MappedFile(Path path, MemorySegment content, BasicFileAttributes attributes) {
    this.path = path;
    this.content = content;
    this.key = attributes.fileKey();
    this.modified = attributes.lastModifiedTime();
  }

  /// @throws IOException when the file cannot be read
  public static MappedFile of(Path path) throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      var attributes = Files.readAttributes(path, BasicFileAttributes.class);
      var content = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
      return new MappedFile(path.toAbsolutePath(), content, attributes);
    }
  }

  public long sizeBytes() {
    return content.byteSize();
  }

  /// All of it, to be read only.
  public MemorySegment content() {
    return content;
  }

  /// Where `part`, memory of [#content], begins in the file; -1 for other memory.
  public long offsetOf(MemorySegment part) {
    long offset = part.isNative() ? part.address() - content.address() : -1;
    return offset >= 0 && offset <= content.byteSize() - part.byteSize() ? offset : -1;
  }

  /// `bytes` bytes from `offset`, to be read only.
  ///
  /// @throws ProblemException `weights.changed` when the file was written into since it was opened
  public MemorySegment slice(long offset, long bytes) {
    if (isChanged()) {
      throw ProblemException.of("weights.changed", path.toString(), path);
    }
    return content.asSlice(offset, bytes);
  }

  private boolean isChanged() {
    try {
      var now = Files.readAttributes(path, BasicFileAttributes.class);
      return Objects.equals(now.fileKey(), key)
          && (!now.lastModifiedTime().equals(modified) || now.size() != content.byteSize());
    } catch (NoSuchFileException deleted) {
      return false;
    } catch (IOException unreadable) {
      return true;
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MappedFile file
        && path.equals(file.path)
        && modified.equals(file.modified)
        && Objects.equals(key, file.key);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
