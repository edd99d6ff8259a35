package dev.partitura.engine.training.data;

import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.TensorType;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The catalogue of data: sets made here by their names, and files.
public final class Datasets {
  private static final List<MadeData> MADE =
      List.of(Digits.DATA, Spirals.DATA, ExclusiveOr.DATA, CopyTask.DATA);

  private Datasets() {}

  /// Names of the sets that are made here.
  public static List<String> names() {
    return MADE.stream().map(MadeData::name).toList();
  }

  /// How data are usually learned.
  ///
  /// @param learningRate of Adam
  public record Usual(int steps, double learningRate) {}

  /// Names of the sets made here whose samples a network takes, with how they are usually learned,
  /// in the order of the catalogue.
  ///
  /// @param input of the network, samples along its first axis
  public static Map<String, Usual> fitting(TensorType input) {
    var fitting = new LinkedHashMap<String, Usual>();
    for (var made : MADE) {
      if (Dataset.takes(input, made.elements())) {
        fitting.put(made.name(), made.usually());
      }
    }
    return fitting;
  }

  /// @param text a name, a CSV file, a folder with the tensors `inputs.pb` and `labels.pb`, or two
  ///   such files as `INPUTS.pb,LABELS.pb`
  /// @param seed of what is drawn and of the order of batches
  /// @throws ProblemException when it is none of these, or a file is refused
  public static Dataset of(String text, long seed) {
    for (var made : MADE) {
      if (made.name().equals(text)) {
        return made.of(seed);
      }
    }
    try {
      var file = Path.of(text);
      if (Files.isDirectory(file)) {
        return TensorData.ofFolder(file, seed);
      }
      if (ends(text, ".csv")) {
        return CsvData.read(file, seed);
      }
      int comma = text.indexOf(".pb,");
      if (comma >= 0 && ends(text, ".pb")) {
        return TensorData.of(
            Path.of(text.substring(0, comma + 3)), Path.of(text.substring(comma + 4)), seed);
      }
    } catch (InvalidPathException _) {
      // No name of a file either.
    }
    throw ProblemException.of("training.data.unknown", text, text, String.join(", ", names()));
  }

  private static boolean ends(String text, String ending) {
    return text.toLowerCase(Locale.ROOT).endsWith(ending);
  }
}
