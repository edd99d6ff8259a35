package dev.partitura.visualizers.serving;

import java.util.List;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.RowConstraints;

/// Cards of equal size, two to a row where they would be too narrow in one.
final class ChartGrid extends GridPane {
  private static final double LEAST_WIDTH = 250;

  private final List<? extends Region> cards;

  ChartGrid(List<? extends Region> cards) {
    this.cards = cards;
    setHgap(8);
    setVgap(8);
    setMinSize(0, 0);
    getStyleClass().add("chart-board");
    arrange(2);
    widthProperty().addListener((_, _, width) ->
        arrange(width.doubleValue() < LEAST_WIDTH * cards.size() ? 2 : cards.size()));
  }

  private void arrange(int columns) {
    if (getColumnCount() == columns) {
      return;
    }
    getChildren().clear();
    getColumnConstraints().clear();
    getRowConstraints().clear();
    for (int i = 0; i < cards.size(); i++) {
      add(cards.get(i), i % columns, i / columns);
      setVgrow(cards.get(i), Priority.ALWAYS);
      setHgrow(cards.get(i), Priority.ALWAYS);
    }
    for (int column = 0; column < columns; column++) {
      var share = new ColumnConstraints();
      share.setPercentWidth(100.0 / columns);
      getColumnConstraints().add(share);
    }
    int rows = Math.ceilDiv(cards.size(), columns);
    for (int row = 0; row < rows; row++) {
      var share = new RowConstraints();
      share.setPercentHeight(100.0 / rows);
      getRowConstraints().add(share);
    }
  }
}
