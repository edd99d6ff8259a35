package dev.partitura.visualizers.serving;

import java.util.List;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.RowConstraints;

/// Cards of equal size in one row where they are wide enough, else two to a row; rows that would be
/// too low to read are scrolled to.
final class ChartGrid extends ScrollPane {
  private static final double LEAST_HEIGHT = 176;

  private final List<? extends Region> cards;
  private final GridPane grid = new GridPane();

  /// @param leastWidth of a card
  ChartGrid(double leastWidth, List<? extends Region> cards) {
    this.cards = cards;
    grid.setHgap(8);
    grid.setVgap(8);
    grid.setMinWidth(0);
    grid.getStyleClass().add("chart-board");
    setContent(grid);
    setFitToWidth(true);
    setFitToHeight(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    setMinSize(0, 0);
    arrange(2);
    widthProperty()
        .addListener((_, _, width) ->
            arrange(width.doubleValue() < leastWidth * cards.size() ? 2 : cards.size()));
  }

  private void arrange(int columns) {
    if (grid.getColumnCount() == columns) {
      return;
    }
    grid.getChildren().clear();
    grid.getColumnConstraints().clear();
    grid.getRowConstraints().clear();
    for (int i = 0; i < cards.size(); i++) {
      grid.add(cards.get(i), i % columns, i / columns);
      GridPane.setVgrow(cards.get(i), Priority.ALWAYS);
      GridPane.setHgrow(cards.get(i), Priority.ALWAYS);
    }
    for (int column = 0; column < columns; column++) {
      var share = new ColumnConstraints();
      share.setPercentWidth(100.0 / columns);
      grid.getColumnConstraints().add(share);
    }
    int rows = Math.ceilDiv(cards.size(), columns);
    for (int row = 0; row < rows; row++) {
      var share = new RowConstraints();
      share.setVgrow(Priority.ALWAYS);
      share.setPercentHeight(100.0 / rows);
      grid.getRowConstraints().add(share);
    }
    grid.setMinHeight(rows == 1 ? 0 : rows * LEAST_HEIGHT);
  }
}
