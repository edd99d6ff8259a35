package dev.partitura.engine.cluster.catalogue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A table of ours, shipped as text: lines of cells with commas between, the first of their names;
/// lines that begin with # are remarks. No cell holds a comma.
final class CommaTable {
  private CommaTable() {}

  /// The rows, each by the names of its cells.
  static List<Map<String, String>> read(String resource) {
    try (var in = CommaTable.class.getResourceAsStream(resource);
        var lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
      var rows =
          lines
              .lines()
              .filter(line -> !line.startsWith("#"))
              .map(line -> line.split(",", -1))
              .toList();
      var names = rows.getFirst();
      return rows.stream().skip(1).map(cells -> row(names, cells)).toList();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static Map<String, String> row(String[] names, String[] cells) {
    if (names.length != cells.length) {
      throw new IllegalStateException("A row of another length: " + String.join(",", cells));
    }
    var row = new LinkedHashMap<String, String>();
    for (int i = 0; i < names.length; i++) {
      row.put(names[i], cells[i]);
    }
    return row;
  }
}
