package dev.partitura.app.bench;

import dev.partitura.engine.file.TextFile;
import dev.partitura.engine.problem.Phrase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A table of published measurements: columns parted by commas, the first line their names, cells
/// that hold commas in quotes. Source: RFC 4180.
final class PublishedTable {
  private PublishedTable() {}

  /// The rows, each by the names of its columns; a cell that is missing is empty.
  ///
  /// @throws dev.partitura.engine.problem.ProblemException when the file cannot be read
  static List<Map<String, String>> read(Path file) {
    var lines = TextFile.read(file, Phrase.of("words.file", file)).lines().toList();
    var rows = new ArrayList<Map<String, String>>();
    var names = lines.isEmpty() ? List.<String>of() : cells(lines.getFirst());
    for (var line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      if (!line.isBlank()) {
        var cells = cells(line);
        var row = new LinkedHashMap<String, String>();
        for (int at = 0; at < names.size(); at++) {
          row.put(names.get(at), at < cells.size() ? cells.get(at) : "");
        }
        rows.add(row);
      }
    }
    return rows;
  }

  static List<String> cells(String line) {
    var cells = new ArrayList<String>();
    var cell = new StringBuilder();
    boolean quoted = false;
    for (int at = 0; at < line.length(); at++) {
      char letter = line.charAt(at);
      boolean doubled =
          quoted && letter == '"' && at + 1 < line.length() && line.charAt(at + 1) == '"';
      if (doubled) {
        cell.append(letter);
        at++;
      } else if (letter == '"') {
        quoted = !quoted;
      } else if (letter == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(letter);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
