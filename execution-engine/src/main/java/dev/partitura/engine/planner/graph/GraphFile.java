package dev.partitura.engine.planner.graph;

import dev.partitura.engine.file.JsonText;
import dev.partitura.engine.file.TextFile;
import dev.partitura.engine.problem.ProblemException;
import java.nio.file.Path;

/// Reads a graph of layers or tasks, or a job shop, whatever its format; the content tells which.
public final class GraphFile {
  private GraphFile() {}

  /// @throws ProblemException when the file cannot be read, is of no known format or makes no sense
  public static PlannableGraph read(Path file) {
    var source = String.valueOf(file.getFileName());
    return read(TextFile.read(file, source), source);
  }

  static PlannableGraph read(String text, String source) {
    if (text.stripLeading().startsWith("{")) {
      var root = JsonText.readObject(text, source);
      if (LayerGraphReader.reads(root)) {
        return new LayerGraphReader(source).read(root);
      }
    }
    throw ProblemException.of("planner.format", source, source);
  }
}
