package dev.partitura.engine.file;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Pattern;

/// What is written into and never replaced: a device, a pipe, or a stream that this process already
/// has open, such as `/dev/stdout`, whatever that stream leads to.
final class Sink {
  private static final Pattern OPEN_STREAMS = Pattern.compile("/proc/\\d+(/task/\\d+)?/fd");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private static final int MOST_LINKS = 40;
  private static final int NONE = -1;

  /// Linux's `/dev/full`: major number 1, minor number 7.
  private static final long FULL_DEVICE = 1 << 8 | 7;

  private final Path path;
  private final int descriptor;

  private Sink(Path path, int descriptor) {
    this.path = path;
    this.descriptor = descriptor;
  }

  /// Empty where a regular file stands or may be made, or a folder stands.
  static Optional<Sink> at(Path file) throws IOException {
    int descriptor = descriptor(file.toAbsolutePath());
    boolean other = Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
    return descriptor != NONE || other ? Optional.of(new Sink(file, descriptor)) : Optional.empty();
  }

  /// The number of the open stream that a path leads to over any links, or none.
  private static int descriptor(Path file) throws IOException {
    var at = file;
    for (int links = 0; links < MOST_LINKS; links++) {
      var folder = at.getParent();
      var name = at.getFileName();
      if (folder == null || name == null || !Files.isDirectory(folder)) {
        return NONE;
      }
      if (OPEN_STREAMS.matcher(folder.toRealPath().toString()).matches()
          && NUMBER.matcher(name.toString()).matches()) {
        return Integer.parseInt(name.toString());
      }
      if (!Files.isSymbolicLink(at)) {
        return NONE;
      }
      at = folder.resolve(Files.readSymbolicLink(at));
    }
    return NONE;
  }

  boolean isStandardOutput() {
    return descriptor == 1;
  }

  /// Whether it takes what is written. Nothing is written to find out, since nobody knows what a
  /// device would do with it; only the device that is always full is known.
  ///
  /// @throws FullDevice when that is so
  boolean isWritable() throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    if (isFull()) {
      throw new FullDevice();
    }
    return Files.isWritable(path);
  }

  private boolean isFull() throws IOException {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix")
        && Files.getAttribute(path, "unix:rdev") instanceof Number device
        && device.longValue() == FULL_DEVICE
        && !Files.isRegularFile(path);
  }

  /// Closing it leaves standard output and standard error open.
  OutputStream open() throws IOException {
    return switch (descriptor) {
      case 1 -> kept(FileDescriptor.out);
      case 2 -> kept(FileDescriptor.err);
      default ->
          new BufferedOutputStream(
              descriptor == NONE
                  ? Files.newOutputStream(path, StandardOpenOption.WRITE)
                  : Files.newOutputStream(path, StandardOpenOption.APPEND));
    };
  }

  private static OutputStream kept(FileDescriptor stream) {
    return new FilterOutputStream(new BufferedOutputStream(new FileOutputStream(stream))) {
      @Override
      public void write(byte[] bytes, int from, int count) throws IOException {
        out.write(bytes, from, count);
      }

      @Override
      public void close() throws IOException {
        flush();
      }
    };
  }

  /// The device takes nothing.
  static final class FullDevice extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
