package dev.partitura.engine.file;

import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Writes a file beside its final place and then renames it there, so that a full disk or a crash
/// leaves the old file as it was. What is no regular file (a device, a pipe, standard output) is
/// written into.
public final class AtomicFile {
  private static final AtomicLong SERIAL = new AtomicLong();

  private AtomicFile() {}

  /// Writes the whole content once.
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /// @throws ProblemException when the file cannot be written; whatever stood there before still
  ///   stands
  public static void write(Path file, Content content) {
    try {
      var sink = Sink.at(file);
      if (sink.isPresent()) {
        try (var out = sink.get().open()) {
          content.writeTo(out);
        }
        return;
      }
    } catch (IOException fault) {
      throw refuse(file, fault);
    }
    var target = followed(file.toAbsolutePath());
    var temporary = beside(target);
    Leftovers.sweep(target);
    try {
      try (var channel =
              FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          var out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
        Leftovers.hold(channel);
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      move(temporary, target);
    } catch (IOException fault) {
      throw refuse(file, fault);
    } finally {
      discard(temporary);
    }
  }

  public static void writeText(Path file, String text) {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// Finds out whether [#write] can succeed, before there is anything to lose. Changes nothing.
  ///
  /// @throws ProblemException when it cannot
  public static void check(Path file) {
    try {
      var sink = Sink.at(file);
      if (sink.isPresent()) {
        if (!sink.get().isWritable()) {
          throw new AccessDeniedException(file.toString());
        }
        return;
      }
      var target = followed(file.toAbsolutePath());
      if (Files.isDirectory(target)) {
        throw new IsFolder(file);
      }
      if (Files.exists(target) && !Files.isWritable(target)) {
        throw new AccessDeniedException(file.toString());
      }
      checkFolder(target);
    } catch (IOException fault) {
      throw refuse(file, fault);
    }
  }

  private static void checkFolder(Path target) throws IOException {
    var probe = beside(target);
    try {
      Files.createFile(probe);
    } finally {
      discard(probe);
    }
  }

  /// Whether a file names standard output, such as `/dev/stdout` or a link to it.
  public static boolean isStandardOutput(Path file) {
    try {
      return Sink.at(file).map(Sink::isStandardOutput).orElse(false);
    } catch (IOException fault) {
      throw refuse(file, fault);
    }
  }

  private static Path beside(Path target) {
    return target.resolveSibling(
        "."
            + target.getFileName()
            + "."
            + ProcessHandle.current().pid()
            + "-"
            + SERIAL.incrementAndGet()
            + ".partial");
  }

  /// A link is written through, so that saving does not replace it by a file.
  private static Path followed(Path file) {
    try {
      return Files.isSymbolicLink(file) && Files.exists(file) ? file.toRealPath() : file;
    } catch (IOException fault) {
      throw refuse(file, fault);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException unsupported) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void discard(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException ignored) {
      // The leftover carries a name of its own and harms nobody.
    }
  }

  /// One sentence for a file that could not be written.
  public static ProblemException refuse(Path file, IOException fault) {
    return ProblemException.of("file.write.failed", file.toString(), file, reason(fault));
  }

  /// One sentence for a file that something went wrong with.
  public static ProblemException unusable(FileSystemException fault) {
    var file = String.valueOf(fault.getFile());
    return ProblemException.of("file.unusable", file, file, reason(fault));
  }

  /// Why a file operation failed, in words, without the file's name.
  public static Phrase reason(IOException fault) {
    var message =
        fault instanceof FileSystemException inFile ? inFile.getReason() : fault.getMessage();
    return switch (fault) {
      case AccessDeniedException _ -> Phrase.of("words.file.denied");
      case NoSuchFileException _ -> Phrase.of("words.file.missing");
      case FileAlreadyExistsException _ -> Phrase.of("words.file.taken");
      case IsFolder _ -> Phrase.of("words.file.folder");
      case Sink.FullDevice _ -> Phrase.of("words.file.device");
      default ->
          isFull(message)
              ? Phrase.of("words.file.full")
              : message == null
                  ? Phrase.of("words.file.refused")
                  : Phrase.of("words.foreign", message);
    };
  }

  private static final class IsFolder extends FileSystemException {
    private static final long serialVersionUID = 1L;

    IsFolder(Path file) {
      super(file.toString());
    }
  }

  private static boolean isFull(@Nullable String message) {
    return message != null
        && (message.contains("No space left")
            || message.contains("Disk quota exceeded")
            || message.contains("not enough space"));
  }
}
