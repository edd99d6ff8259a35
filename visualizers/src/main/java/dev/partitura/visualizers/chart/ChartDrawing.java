package dev.partitura.visualizers.chart;

import dev.partitura.ui.theme.Palette;
import java.util.Set;
import org.jfree.chart.JFreeChart;

/// Makes a JFreeChart of a [Chart] in a palette.
final class ChartDrawing {
  private final XyCharts numbers;
  private final CategoryCharts names;

  /// @param marked rows and bars with a frame
  ChartDrawing(Palette palette, Set<Integer> marked) {
    var look = new ChartStyle(palette);
    numbers = new XyCharts(look);
    names = new CategoryCharts(look, marked);
  }

  JFreeChart draw(Chart chart) {
    return switch (chart) {
      case Chart.Lines lines -> numbers.lines(lines);
      case Chart.Steps steps -> numbers.steps(steps);
      case Chart.Curves curves -> numbers.curves(curves);
      case Chart.Histogram histogram -> numbers.histogram(histogram);
      case Chart.Shares shares -> names.shares(shares);
      case Chart.Bars bars -> names.bars(bars);
    };
  }
}
