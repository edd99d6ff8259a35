package dev.partitura.engine.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;

/// Removes the partial files that writers killed half-way left beside a file.
///
/// A writer is gone when this machine has no process of its number and nobody holds the lock of its
/// file: the lock tells the writers of other machines that share the folder.
final class Leftovers {
  private Leftovers() {}

  /// Marks a partial file as one that is being written, where the file system has locks.
  static void hold(FileChannel partial) {
    try {
      partial.tryLock();
    } catch (IOException withoutLocks) {
      // The writer's number has to do.
    }
  }

  /// Cleans up beside `target`; what cannot be removed stays, since it only takes room.
  static void sweep(Path target) {
    var name =
        Pattern.compile(
            Pattern.quote("." + target.getFileName() + ".") + "([0-9]{1,18})-[0-9]+\\.partial");
    try (var files = Files.newDirectoryStream(target.resolveSibling(""))) {
      for (var file : files) {
        var match = name.matcher(String.valueOf(file.getFileName()));
        if (match.matches() && isAbandoned(file, Long.parseLong(match.group(1)))) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException unreadable) {
      // Whoever may not list the folder leaves it as it is.
    }
  }

  private static boolean isAbandoned(Path file, long writer) throws IOException {
    if (ProcessHandle.of(writer).isPresent()) {
      return false;
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      return lock != null;
    }
  }
}
