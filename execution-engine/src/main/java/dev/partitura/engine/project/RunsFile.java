package dev.partitura.engine.project;

import dev.partitura.engine.file.AtomicFile;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.quantity.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// The runs of a project, in a file beside its document: `net.partitura.runs`, a zip archive with
/// an entry for each run. An entry that is damaged costs that run alone. The file is replaced as a
/// whole or not at all.
public final class RunsFile {
  /// How the file ends, behind the name of the document.
  static final String ENDING = ".runs";

  private static final long LIMIT_BYTES = 64L << 20;
  private static final Pattern ENTRY = Pattern.compile("run-(\\d{1,9})");

  private RunsFile() {}

  /// The runs that could be read, oldest first, and a sentence for each that could not.
  public record Found(List<KeptRun> runs, List<Problem> lost) {
    public Found {
      runs = List.copyOf(runs);
      lost = List.copyOf(lost);
    }

    public static final Found NOTHING = new Found(List.of(), List.of());
  }

  /// Writes the newest runs that fit 64 MiB packed; without runs the file is taken away.
  ///
  /// @param document of the project
  /// @param network of the project, by which a run of it is known again
  /// @param runs oldest first
  /// @return what a person should know: which runs were left out
  /// @throws ProblemException when the file cannot be written; what stood there still stands
  public static List<Problem> write(Path document, Network network, List<KeptRun> runs) {
    return write(document, network, runs, LIMIT_BYTES);
  }

  static List<Problem> write(Path document, Network network, List<KeptRun> runs, long limitBytes) {
    var file = beside(document);
    var packed = new LinkedHashMap<Integer, byte[]>();
    var leftOut = new ArrayList<Integer>();
    long bytes = 0;
    for (var run : runs.reversed()) {
      var record = RunRecord.write(run, network);
      bytes += record.length;
      if (bytes > limitBytes) {
        leftOut.addFirst(run.number());
      } else {
        packed.putFirst(run.number(), record);
      }
    }
    if (packed.isEmpty()) {
      remove(file);
    } else {
      AtomicFile.write(
          file,
          stream -> {
            var zip = new ZipOutputStream(stream);
            // Records are packed already.
            zip.setLevel(0);
            for (var record : packed.entrySet()) {
              zip.putNextEntry(new ZipEntry("run-" + record.getKey()));
              zip.write(record.getValue());
              zip.closeEntry();
            }
            zip.finish();
          });
    }
    return leftOut.isEmpty()
        ? List.of()
        : List.of(
            Problem.of("project.runs.large", file.toString(), leftOut, Quantity.bytes(limitBytes)));
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException fault) {
      throw AtomicFile.refuse(file, fault);
    }
  }

  /// Reads the runs beside a project's document; nothing where there are none.
  ///
  /// @param network of the project; a run of another has none
  public static Found read(Path document, Network network) {
    var file = beside(document);
    if (!Files.exists(file)) {
      return Found.NOTHING;
    }
    var runs = new ArrayList<KeptRun>();
    var lost = new ArrayList<Problem>();
    try (var zip = new ZipFile(file.toFile())) {
      for (var entry : zip.stream().toList()) {
        var name = ENTRY.matcher(entry.getName());
        if (name.matches()) {
          try (var stream = zip.getInputStream(entry)) {
            runs.add(RunRecord.read(stream.readAllBytes(), network));
          } catch (IOException | RuntimeException | OutOfMemoryError damaged) {
            lost.add(Problem.of("project.run.damaged", file.toString(), name.group(1)));
          }
        }
      }
    } catch (IOException | RuntimeException damaged) {
      lost.add(Problem.of("project.runs.damaged", file.toString(), file.getFileName()));
    }
    runs.sort(java.util.Comparator.comparingInt(KeptRun::number));
    return new Found(runs, lost);
  }

  static Path beside(Path document) {
    return document.resolveSibling(document.getFileName() + ENDING);
  }
}
