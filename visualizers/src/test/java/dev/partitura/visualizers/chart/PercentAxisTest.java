package dev.partitura.visualizers.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.HashSet;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueTick;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.xy.DefaultXYDataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentAxisTest {
  private static NumberAxis axis() {
    var palette = new Appearance(Theme.DARK, Language.ENGLISH).paletteProperty().get();
    return new ChartStyle(palette).values(Chart.Quantity.percent("accuracy"));
  }

  private static List<String> ticks(double from, double to) {
    var axis = axis();
    axis.setRange(from, to);
    var plot = new XYPlot(null, null, axis, null);
    axis.setPlot(plot);
    return ticks(axis);
  }

  private static List<String> ticks(NumberAxis axis) {
    var pen = new BufferedImage(300, 200, BufferedImage.TYPE_INT_ARGB).createGraphics();
    var area = new Rectangle2D.Double(40, 0, 260, 200);
    List<?> ticks = axis.refreshTicks(pen, new AxisState(), area, RectangleEdge.LEFT);
    return ticks.stream()
        .map(tick -> ((ValueTick) tick).getText())
        .filter(text -> !text.isEmpty())
        .toList();
  }

  @Test
  void aLoneValueHasAnAxisThatCanBeRead() {
    var axis = axis();
    var data = new DefaultXYDataset();
    data.addSeries("accuracy", new double[][] {{6}, {0.289}});
    axis.setPlot(new XYPlot(data, new NumberAxis(), axis, new XYLineAndShapeRenderer()));
    axis.configure();
    var ticks = ticks(axis);
    assertEquals(ticks.size(), new HashSet<>(ticks).size(), ticks.toString());
    assertTrue(ticks.stream().allMatch(tick -> tick.length() <= 7), ticks.toString());
  }

  /// Of a long axis whole numbers are enough.
  @ParameterizedTest
  @CsvSource({"0.14, 0.153, 1", "0, 1, 0", "0.97, 0.9712, 2", "0.5, 0.5001, 3"})
  void noTwoTicksAreTheSame(double from, double to, int decimals) {
    var ticks = ticks(from, to);
    assertTrue(ticks.size() > 2, ticks.toString());
    assertEquals(ticks.size(), new HashSet<>(ticks).size(), ticks.toString());
    var most =
        ticks.stream()
            .map(tick -> tick.replaceAll("[^0-9.]", ""))
            .mapToInt(tick -> tick.contains(".") ? tick.length() - tick.indexOf('.') - 1 : 0)
            .max()
            .orElseThrow();
    assertEquals(decimals, most, ticks.toString());
  }
}
