package dev.partitura.engine.execute.serve;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The tables of independent serving figures beside the repository.
public final class ServingCases {
  private static final Path FOLDER =
      Path.of("../../shared/cases/serving").toAbsolutePath().normalize();

  private ServingCases() {}

  /// Skips the test where the folder is absent.
  public static Path file(String name) {
    assumeTrue(Files.isDirectory(FOLDER), "Skipped: there is no folder " + FOLDER);
    return FOLDER.resolve(name);
  }

  /// Rows by column; quoted cells may hold commas.
  public static List<Map<String, String>> rows(String name) throws IOException {
    var lines = Files.readAllLines(file(name));
    var columns = cells(lines.getFirst());
    var rows = new ArrayList<Map<String, String>>();
    for (var line : lines.subList(1, lines.size())) {
      var cells = cells(line);
      var row = new LinkedHashMap<String, String>();
      for (int i = 0; i < columns.size(); i++) {
        row.put(columns.get(i), i < cells.size() ? cells.get(i) : "");
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<String> cells(String line) {
    var cells = new ArrayList<String>();
    var cell = new StringBuilder();
    boolean quoted = false;
    for (char letter : line.toCharArray()) {
      if (letter == '"') {
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
