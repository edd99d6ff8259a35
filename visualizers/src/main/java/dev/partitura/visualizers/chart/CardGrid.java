package dev.partitura.visualizers.chart;

import java.util.List;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.RowConstraints;

/// Cards of equal size, so many to a row as it is told.
public final class CardGrid extends GridPane {
  private static final double GAP = 8;

  private final List<? extends Region> cards;

  public CardGrid(List<? extends Region> cards) {
    super(GAP, GAP);
    this.cards = List.copyOf(cards);
    getStyleClass().add("chart-board");
  }

  /// @return how many rows that makes
  public int arrange(int columns) {
    int rows = Math.ceilDiv(cards.size(), columns);
    if (getColumnCount() == columns) {
      return rows;
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
    for (int row = 0; row < rows; row++) {
      var share = new RowConstraints();
      share.setPercentHeight(100.0 / rows);
      getRowConstraints().add(share);
    }
    return rows;
  }
}
