package dev.partitura.engine.analysis;

import dev.partitura.engine.file.AtomicFile;
import dev.partitura.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.Locale;

/// The dependences of a run as text, in the form that the name of the file asks for: `.csv` a table
/// with a row for each reason of each edge, `.graphml` a graph of tasks and edges. Written edge by
/// edge, so that ten million take no memory of their own; heeds the checkpoint of its thread.
public final class DependenceFile {
  private DependenceFile() {}

  /// Finds out whether [#write] can succeed, before there is anything to lose.
  ///
  /// @throws ProblemException when the name ends in neither, or nothing can be written there
  public static void check(Path file) {
    if (!isTable(file) && !isGraph(file)) {
      throw ProblemException.of("dependences.format", file.toString(), file);
    }
    AtomicFile.check(file);
  }

  /// @throws ProblemException as [#check] does
  /// @throws IllegalStateException when the tasks of the run are not known
  public static void write(Analyses run, Path file) {
    check(file);
    var tasks = new TaskNames(run);
    AtomicFile.write(
        file,
        out -> {
          if (isTable(file)) {
            DependenceTable.write(run, tasks, out);
          } else {
            DependenceGraphMl.write(run, tasks, out);
          }
        });
  }

  private static boolean isTable(Path file) {
    return hasEnding(file, ".csv");
  }

  private static boolean isGraph(Path file) {
    return hasEnding(file, ".graphml");
  }

  private static boolean hasEnding(Path file, String ending) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
  }
}
