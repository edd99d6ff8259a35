package dev.partitura.engine.project;

import dev.partitura.engine.file.AtomicFile;
import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.file.UserFolders;
import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Keeps unsaved work where it survives a crash: one recovery project for each running program in a
/// folder of the user's, removed when the work is saved or the program ends in order. What a
/// program that is gone has left behind can be opened again. Used by one thread at a time.
public final class Autosave {
  private static final String PREFIX = "recovery-";

  /// The files of one program: its document, what belongs to it, and parts half written.
  private static final Pattern PART = Pattern.compile("\\.?(" + PREFIX + "[0-9]+-[0-9]+)\\..*");

  private final Path folder;
  private final ProjectFile recovery;
  private final Path origin;

  private Autosave(Path folder, ProcessHandle self) {
    this.folder = folder;
    var name = PREFIX + self.pid() + "-" + startMillis(self);
    this.recovery = new ProjectFile(folder.resolve(name + ProjectFile.EXTENSION));
    this.origin = folder.resolve(name + ".origin.json");
  }

  /// Recovery files of this program in the user's usual folder for program state; empty for a user
  /// without one.
  public static Optional<Autosave> ofUser() {
    return UserFolders.ofUser().state().map(Autosave::in);
  }

  public static Autosave in(Path folder) {
    return new Autosave(folder, ProcessHandle.current());
  }

  /// A recovery project that a program now gone has left behind.
  ///
  /// @param file to read by [ProjectFile#read]
  /// @param original where the work was saved before; null when it never was
  /// @param time of the last automatic save
  public record Leftover(Path file, @Nullable Path original, FileTime time) {
    /// Where the last state of its training lies, where it had one.
    public Path trainingFolder() {
      return Autosave.trainingFolder(file);
    }
  }

  /// Where this program keeps its unsaved work.
  public Path path() {
    return recovery.path();
  }

  /// Keeps the project; a network unchanged since the last call is not written again.
  ///
  /// @param original where the work was saved before; null when it never was
  /// @throws ProblemException when the file cannot be written; the earlier recovery file is still
  ///   whole
  public void keep(Project project, @Nullable Path original) {
    try {
      Files.createDirectories(folder);
    } catch (IOException fault) {
      throw AtomicFile.refuse(folder, fault);
    }
    var note = JsonText.object();
    if (original != null) {
      note.put("original", original.toAbsolutePath().toString());
    }
    AtomicFile.writeText(origin, JsonText.write(note));
    recovery.save(project, ProjectFile.Place.AUTOMATIC);
  }

  /// Folder for the last state of a training under way; see `CheckpointFolder`.
  public Path trainingFolder() {
    return trainingFolder(recovery.path());
  }

  private static Path trainingFolder(Path document) {
    return document.resolveSibling(stem(document) + ".training");
  }

  private static String stem(Path document) {
    var name = String.valueOf(document.getFileName());
    return name.substring(0, name.length() - ProjectFile.EXTENSION.length());
  }

  /// Removes this program's recovery files: the work is saved or given up.
  public void discard() {
    discard(recovery.path());
  }

  /// Removes a leftover that was opened or given up.
  public void discard(Leftover leftover) {
    discard(leftover.file());
  }

  private static void discard(Path file) {
    var stem = stem(file);
    try (var files =
        Files.newDirectoryStream(
            file.resolveSibling(".").normalize(),
            path -> isPartOf(String.valueOf(path.getFileName()), stem))) {
      for (var part : files) {
        remove(part);
      }
    } catch (IOException ignored) {
      // A leftover is offered again at the next start, no worse.
    }
  }

  /// Removes a file, or a folder with all that is in it.
  private static void remove(Path part) throws IOException {
    if (Files.isDirectory(part, LinkOption.NOFOLLOW_LINKS)) {
      try (var inside = Files.newDirectoryStream(part)) {
        for (var each : inside) {
          remove(each);
        }
      }
    }
    Files.deleteIfExists(part);
  }

  private static boolean isPartOf(String name, String stem) {
    return name.startsWith(stem + ".") || name.startsWith("." + stem + ".");
  }

  /// Work that programs now gone have left behind, newest first. What they left half written, with
  /// no document to open it by, is removed.
  public List<Leftover> leftovers() {
    var found = new ArrayList<Leftover>();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    try (var files = Files.newDirectoryStream(folder)) {
      for (var file : files) {
        var part = PART.matcher(String.valueOf(file.getFileName()));
        if (!part.matches() || isAlive(part.group(1))) {
          continue;
        }
        var document = folder.resolve(part.group(1) + ProjectFile.EXTENSION);
        if (file.equals(document)) {
          found.add(new Leftover(file, original(file), Files.getLastModifiedTime(file)));
        } else if (!Files.exists(document)) {
          remove(file);
        }
      }
    } catch (IOException unreadable) {
      return List.of();
    }
    found.sort(Comparator.comparing(Leftover::time).reversed());
    return found;
  }

  private static boolean isAlive(String stem) {
    var parts = stem.substring(PREFIX.length()).split("-");
    try {
      return ProcessHandle.of(Long.parseLong(parts[0]))
          .map(process -> startMillis(process) == Long.parseLong(parts[1]))
          .orElse(false);
    } catch (NumberFormatException foreign) {
      return true;
    }
  }

  private static long startMillis(ProcessHandle process) {
    return process.info().startInstant().map(start -> start.toEpochMilli()).orElse(0L);
  }

  private static @Nullable Path original(Path file) {
    var note = file.resolveSibling(stem(file) + ".origin.json");
    try {
      var text = JsonText.readObject(Files.readString(note), note).path("original").asText();
      return text.isEmpty() ? null : Path.of(text);
    } catch (IOException | ProblemException unreadable) {
      return null;
    }
  }
}
