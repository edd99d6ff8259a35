package dev.partitura.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.DependenceFile;
import dev.partitura.engine.analysis.Report;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.file.AtomicFile;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.trace.ChromeTraceWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where the results of a run are written.
///
/// @param outputs folder of the outputs
record ResultFiles(
    @Nullable Path outputs,
    @Nullable Path trace,
    @Nullable Path report,
    @Nullable Path dependences) {
  /// Writes one of them.
  @FunctionalInterface
  private interface Writing {
    void write() throws IOException;
  }

  /// Makes sure, before the run, that all can be written and none overwrites another or what the
  /// run reads. Leaves no folder that was not there.
  ///
  /// @param read files that the run reads, and what they are
  /// @throws UsageException when two are one file
  /// @throws ProblemException when one cannot be written
  void check(Map<Path, String> read) {
    var taken = new LinkedHashMap<Path, String>();
    read.forEach((file, name) -> taken.put(identity(file), name));
    claim(taken, "--trace", trace);
    claim(taken, "--report", report);
    claim(taken, "--dependences", dependences);
    var made = missing(outputs);
    try {
      if (outputs != null) {
        Files.createDirectories(outputs);
        AtomicFile.check(outputs.resolve("output.pb"));
      }
      Stream.of(trace, report).filter(Objects::nonNull).forEach(AtomicFile::check);
      if (dependences != null) {
        DependenceFile.check(dependences);
      }
    } catch (IOException fault) {
      throw AtomicFile.refuse(Objects.requireNonNull(outputs), fault);
    } finally {
      made.forEach(ResultFiles::takeAway);
    }
  }

  /// Folders on the way to one that are not there yet, innermost first.
  private static List<Path> missing(@Nullable Path folder) {
    return Stream.iterate(
            folder == null ? null : folder.toAbsolutePath(), Objects::nonNull, Path::getParent)
        .takeWhile(Files::notExists)
        .toList();
  }

  private static void takeAway(Path folder) {
    try {
      Files.deleteIfExists(folder);
    } catch (IOException ignored) {
      // Somebody else uses it by now.
    }
  }

  /// @throws UsageException when another option has the file already
  static void claim(Map<Path, String> taken, String option, @Nullable Path file) {
    // Devices and pipes take one after another.
    if (file == null || Files.exists(file) && !Files.isRegularFile(file)) {
      return;
    }
    var other = taken.put(identity(file), option);
    if (other != null) {
      throw new UsageException(
          option + " " + file + " is the file of " + other + " too. Use another.");
    }
  }

  /// The same for every name of a file, whether it exists or not.
  static Path identity(Path file) {
    var absolute = file.toAbsolutePath().normalize();
    try {
      var folder = absolute.getParent();
      return Files.exists(file) || folder == null
          ? file.toRealPath()
          : folder.toRealPath().resolve(absolute.getFileName());
    } catch (IOException _) {
      return absolute;
    }
  }

  /// Whether standard output belongs to one of the files, so that nothing else may go there.
  boolean takeStandardOutput() {
    return Stream.of(trace, report).filter(Objects::nonNull).anyMatch(AtomicFile::isStandardOutput);
  }

  /// Writes what it can.
  ///
  /// @throws ProblemException with everything that could not be written
  void write(RunResult result, Analyses analyses) {
    write(result, analyses, _ -> {});
  }

  /// @param more for the report
  void write(RunResult result, Analyses analyses, Consumer<ObjectNode> more) {
    var problems = new ArrayList<Problem>();
    if (outputs != null) {
      attempt(outputs, () -> OutputFiles.write(result.outputs(), outputs), problems);
    }
    if (trace != null) {
      attempt(trace, () -> ChromeTraceWriter.write(result.trace(), trace), problems);
    }
    if (report != null) {
      attempt(report, () -> AtomicFile.writeText(report, Report.json(analyses, more)), problems);
    }
    if (dependences != null) {
      attempt(dependences, () -> DependenceFile.write(analyses, dependences), problems);
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  private static void attempt(Path file, Writing writing, List<Problem> problems) {
    try {
      writing.write();
    } catch (ProblemException failed) {
      problems.addAll(failed.problems());
    } catch (IOException fault) {
      problems.addAll(AtomicFile.refuse(file, fault).problems());
    }
  }
}
