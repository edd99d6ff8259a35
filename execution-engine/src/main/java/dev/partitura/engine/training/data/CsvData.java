package dev.partitura.engine.training.data;

import dev.partitura.engine.file.TextFile;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Samples of a text file, one a line: numbers, and in the last column the label, a whole number
/// from 0 up. A first line of names is passed over; columns are parted by commas, semicolons or
/// tabs.
final class CsvData {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  private static final Pattern NOT_FINITE =
      Pattern.compile("[+-]?(nan|inf|infinity)", Pattern.CASE_INSENSITIVE);

  private final Path file;
  private final List<float[]> samples = new ArrayList<>();
  private final List<Integer> labels = new ArrayList<>();
  private int columns;

  private CsvData(Path file) {
    this.file = file;
  }

  /// @throws ProblemException when the file cannot be read; names the line
  static Dataset read(Path file, long seed) {
    var data = new CsvData(file);
    data.read(TextFile.read(file, Phrase.of("words.file", file)));
    return data.dataset(seed);
  }

  private void read(String text) {
    var lines = text.lines().toList();
    char separator = ',';
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      Checkpoint.pass(i);
      if (line.isBlank()) {
        continue;
      }
      boolean first = columns == 0;
      if (first) {
        separator = separator(line);
      }
      var fields = line.split(Pattern.quote(String.valueOf(separator)), -1);
      for (int k = 0; k < fields.length; k++) {
        fields[k] = unquoted(fields[k].strip());
      }
      if (first) {
        columns = fields.length;
        if (columns < 2) {
          throw refuse("training.data.narrow", i + 1);
        }
        if (isHeader(fields)) {
          continue;
        }
      }
      add(fields, i + 1);
    }
  }

  private static char separator(String line) {
    for (char candidate : new char[] {',', ';', '\t'}) {
      if (line.indexOf(candidate) >= 0) {
        return candidate;
      }
    }
    return ',';
  }

  private static String unquoted(String field) {
    boolean quoted = field.length() > 1 && field.startsWith("\"") && field.endsWith("\"");
    return quoted ? field.substring(1, field.length() - 1) : field;
  }

  /// Names, none of them a number or what is written where a number is missing.
  private static boolean isHeader(String[] fields) {
    for (var field : fields) {
      if (NUMBER.matcher(field).matches() || NOT_FINITE.matcher(field).matches()) {
        return false;
      }
    }
    return true;
  }

  private void add(String[] fields, int line) {
    if (fields.length != columns) {
      throw refuse("training.data.columns", line, fields.length, columns);
    }
    var sample = new float[columns - 1];
    for (int i = 0; i < sample.length; i++) {
      sample[i] = NUMBER.matcher(fields[i]).matches() ? Float.parseFloat(fields[i]) : Float.NaN;
      if (!Float.isFinite(sample[i])) {
        throw refuse("training.data.number", line, i + 1, fields[i]);
      }
    }
    samples.add(sample);
    labels.add(label(fields[columns - 1], line));
  }

  private int label(String field, int line) {
    double label = NUMBER.matcher(field).matches() ? Double.parseDouble(field) : -1;
    if (label >= 0 && label < Integer.MAX_VALUE && label == Math.rint(label)) {
      return (int) label;
    }
    throw refuse("training.data.label", line, field);
  }

  private Dataset dataset(long seed) {
    if (samples.isEmpty()) {
      throw ProblemException.of("training.data.empty", file.toString(), file);
    }
    int width = columns - 1;
    var inputs = new float[Math.multiplyExact(samples.size(), width)];
    for (int i = 0; i < samples.size(); i++) {
      System.arraycopy(samples.get(i), 0, inputs, i * width, width);
    }
    return FileData.split(
        file.toString(),
        List.of("column"),
        new Samples(
            Tensor.ofFloats(inputs, samples.size(), width),
            Tensor.ofLongs(
                labels.stream().mapToLong(Integer::longValue).toArray(), samples.size())),
        seed);
  }

  private ProblemException refuse(String code, Object... arguments) {
    var all = new ArrayList<Object>(List.of(file));
    all.addAll(List.of(arguments));
    return ProblemException.of(code, file.toString(), all.toArray());
  }
}
