package dev.partitura.visualizers.serving;

import dev.partitura.visualizers.chart.CardGrid;
import java.util.List;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;

/// Cards of equal size in one row where they are wide enough, else two to a row; rows that would be
/// too low to read are scrolled to.
final class ChartGrid extends ScrollPane {
  private static final double LEAST_HEIGHT = 176;

  private final CardGrid grid;

  /// @param leastWidth of a card
  ChartGrid(double leastWidth, List<? extends Region> cards) {
    grid = new CardGrid(cards);
    grid.setMinWidth(0);
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
    int rows = grid.arrange(columns);
    grid.setMinHeight(rows == 1 ? 0 : rows * LEAST_HEIGHT);
  }
}
