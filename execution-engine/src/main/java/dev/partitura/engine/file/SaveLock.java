package dev.partitura.engine.file;

import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Held while a document of several files is saved, so that two programs do not mix theirs.
///
/// The lock lies on a hidden file that is there only meanwhile, and holds a note of what is being
/// written. A killed program leaves the file behind but not its lock: the next save finds the note
/// of what to clean, and removes it. Used by one thread at a time.
public final class SaveLock implements AutoCloseable {
  private static final int TRIES = 100;
  private static final long PAUSE_MILLIS = 50;

  /// Between the note and what tells that the file is still the one that is locked.
  private static final String MARK = "\0";

  private final Path file;
  private final FileChannel channel;
  private final String unfinished;

  private SaveLock(Path file, FileChannel channel, String unfinished) {
    this.file = file;
    this.channel = channel;
    this.unfinished = unfinished;
  }

  /// The note of a save that was killed; empty where the last one came to its end.
  public String unfinished() {
    return unfinished;
  }

  /// Says what is being written, for the next save should this one be killed.
  public void note(String what) throws IOException {
    write(channel, what);
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
    var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean ours = false;
    try {
      if (lock(channel) == null) {
        return null;
      }
      var note = read(channel).split(MARK, 2)[0];
      ours = isStill(file, channel, note);
      if (!ours) {
        return null;
      }
      write(channel, note);
      return new SaveLock(file, channel, note);
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

  /// Whoever held the lock before has removed the file, and another may be there by now: a lock on
  /// what is gone keeps nobody out. Only the file that is locked shows what is written through the
  /// lock; its number may be given to the next.
  private static boolean isStill(Path file, FileChannel channel, String note) throws IOException {
    var marked = note + MARK + UUID.randomUUID();
    write(channel, marked);
    try {
      return Files.readString(file).equals(marked);
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  private static String read(FileChannel channel) throws IOException {
    var bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    for (int at = 0; bytes.hasRemaining() && at >= 0; ) {
      at = channel.read(bytes, bytes.position());
    }
    return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
  }

  private static void write(FileChannel channel, String text) throws IOException {
    channel.truncate(0);
    channel.write(StandardCharsets.UTF_8.encode(text), 0);
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
