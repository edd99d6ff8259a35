package dev.partitura.app.cli;

import dev.partitura.engine.problem.Printable;
import java.util.ArrayList;
import java.util.List;

/// Columns of text, each as wide as its widest cell; only the last has room for long names.
final class Table {
  private static final String GAP = "  ";
  private static final int WIDEST = 40;

  private Table() {}

  /// The rows, each ended by a line break; the last column is not padded.
  static String of(List<List<String>> cells) {
    var rows = cells.stream().map(Table::printed).toList();
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    var widths = new int[columns];
    for (var row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    var text = new StringBuilder();
    for (var row : rows) {
      for (int i = 0; i < row.size(); i++) {
        boolean last = i == row.size() - 1;
        text.append(row.get(i))
            .append(last ? "" : " ".repeat(widths[i] - row.get(i).length()) + GAP);
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static List<String> printed(List<String> row) {
    var printed = new ArrayList<String>();
    for (int i = 0; i < row.size(); i++) {
      var cell = Printable.of(row.get(i));
      printed.add(i < row.size() - 1 ? Printable.cut(cell, WIDEST) : cell);
    }
    return printed;
  }
}
