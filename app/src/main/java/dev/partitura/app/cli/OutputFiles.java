package dev.partitura.app.cli;

import dev.partitura.engine.network.onnx.TensorFile;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// The files of a run's outputs: each output has one of its own, whatever its name.
///
/// An output is written to `NAME.pb` with every character outside `[A-Za-z0-9._-]` replaced by `_`.
/// Where that name is too long, would be hidden for its first dot, or is claimed by another output
/// too, the output at position M (from 0) goes to `output_M.pb` instead; so do all that claim one
/// name. Names that differ in case alone count as one, since many file systems hold them for one.
final class OutputFiles {
  private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9._-]");

  /// What every file system takes. The name is ASCII, so these are bytes as well as characters.
  private static final int LONGEST_NAME = 255;

  private OutputFiles() {}

  /// Writes the outputs, in the network's order.
  ///
  /// @throws ProblemException when a file cannot be written
  static void write(Map<String, Tensor> outputs, Path folder) throws IOException {
    Files.createDirectories(folder);
    var files = names(List.copyOf(outputs.keySet())).iterator();
    outputs.forEach((name, tensor) -> TensorFile.write(folder.resolve(files.next()), name, tensor));
  }

  /// A file name for each output; no two are equal on any file system.
  static List<String> names(List<String> outputs) {
    var files = new ArrayList<String>();
    for (int i = 0; i < outputs.size(); i++) {
      var file = UNSAFE.matcher(outputs.get(i)).replaceAll("_") + ".pb";
      boolean fits = file.length() <= LONGEST_NAME && !file.startsWith(".");
      files.add(fits ? file : position(i));
    }
    // A position taken by one output may be the name of another, which then has to give way too.
    for (boolean settled = false; !settled; ) {
      settled = true;
      var claims = new HashMap<String, Integer>();
      files.forEach(file -> claims.merge(folded(file), 1, Integer::sum));
      for (int i = 0; i < files.size(); i++) {
        if (claims.getOrDefault(folded(files.get(i)), 0) > 1 && !files.get(i).equals(position(i))) {
          files.set(i, position(i));
          settled = false;
        }
      }
    }
    return List.copyOf(files);
  }

  private static String folded(String file) {
    return file.toLowerCase(Locale.ROOT);
  }

  private static String position(int index) {
    return "output_" + index + ".pb";
  }
}
