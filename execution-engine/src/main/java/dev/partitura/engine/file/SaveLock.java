package dev.partitura.engine.file;

import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Held while a document of several files is saved, so that two programs do not mix theirs.
///
/// The lock lies on a hidden file that is there only meanwhile, and holds a note of what is being
/// written. A killed program leaves the file behind but not its lock: the next save finds the note
/// of what to clean, and removes it. Used by one thread at a time.
public final class SaveLock implements AutoCloseable {
  private static final int TRIES = 100;
  private static final long PAUSE_MILLIS = 50;

  private final Path file;
  private final FileChannel channel;
  private final String unfinished;

  private SaveLock(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.unfinished = Files.readString(file);
  }

  /// The note of a save that was killed; empty where the last one came to its end.
  public String unfinished() {
    return unfinished;
  }

  /// Says what is being written, for the next save should this one be killed.
  public void note(String what) throws IOException {
    channel.truncate(0);
    channel.write(StandardCharsets.UTF_8.encode(what), 0);
    channel.force(true);
  }

  /// Waits a few seconds for another program that saves the same document.
  ///
  /// @throws ProblemException when that goes on, or the folder cannot be written
  public static SaveLock of(Path document) {
    var file = document.resolveSibling("." + document.getFileName() + ".lock");
    try {
      for (int i = 0; i < TRIES; i++) {
        var lock = attempt(file);
        if (lock != null) {
          return lock;
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (IOException fault) {
      throw AtomicFile.refuse(document, fault);
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
    throw ProblemException.of("file.busy", document.toString(), document.getFileName());
  }

  private static @Nullable SaveLock attempt(Path file) throws IOException {
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean ours = false;
    try {
      var before = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      ours = lock(channel) != null && isStill(file, before);
      return ours ? new SaveLock(file, channel) : null;
    } finally {
      if (!ours) {
        channel.close();
      }
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException ofThisProgram) {
      return null;
    }
  }

  /// Whoever held the lock before has removed the file; a lock on what is gone keeps nobody out.
  private static boolean isStill(Path file, @Nullable Object before) throws IOException {
    return Files.exists(file)
        && Objects.equals(before, Files.readAttributes(file, BasicFileAttributes.class).fileKey());
  }

  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(file);
    } catch (IOException stays) {
      // An empty file without a lock is in nobody's way.
    }
  }
}
