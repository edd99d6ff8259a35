package dev.partitura.visualizers.chart;

import java.awt.BasicStroke;
import java.awt.geom.Ellipse2D;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.SeriesRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.renderer.xy.XYStepRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.Range;
import org.jfree.data.xy.DefaultXYDataset;
import org.jfree.data.xy.XYBarDataset;

/// Charts of numbers along numbers: lines, steps and histograms.
final class XyCharts {
  private static final BasicStroke LINE =
      new BasicStroke(1.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

  private static final BasicStroke STRONG =
      new BasicStroke(2.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  private static final Ellipse2D DOT = new Ellipse2D.Double(-2, -2, 4, 4);
  private static final int FEW_POINTS = 40;
  private static final float DASH = 12;

  /// For half of the topmost label of an axis that ends there.
  private static final RectangleInsets ROOM_ABOVE = new RectangleInsets(9, 4, 0, 22);

  /// Where of an axis a label no longer has room before its end.
  private static final double LATE_SHARE = 0.7;

  /// Free room above curves, for the names of bands.
  private static final double HEAD_ROOM = 0.4;

  private static final double LITTLE_ROOM = 0.05;

  /// Labels of marks that stand one above the other.
  private static final int MARK_LINES = 4;

  private final ChartStyle look;

  XyCharts(ChartStyle look) {
    this.look = look;
  }

  JFreeChart lines(Chart.Lines chart) {
    var steps = new NumberAxis(chart.steps());
    steps.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
    look.style(steps);
    var together = new CombinedDomainXYPlot(steps);
    together.setGap(10);
    ChartStyle.style(together);
    for (var line : chart.lines()) {
      var points = new double[2][line.values().length];
      for (int i = 0; i < line.values().length; i++) {
        points[0][i] = i + 1;
        points[1][i] = line.values()[i];
      }
      var data = new DefaultXYDataset();
      data.addSeries(line.quantity().name(), points);
      var renderer = new XYLineAndShapeRenderer(true, line.values().length <= FEW_POINTS);
      renderer.setSeriesPaint(0, ChartStyle.awt(line.hue().apply(look.palette())));
      renderer.setSeriesStroke(0, LINE);
      renderer.setSeriesShape(0, DOT);
      renderer.setDefaultToolTipGenerator((_, _, item) ->
          chart.steps()
              + " "
              + (item + 1)
              + ": "
              + line.quantity().text().apply(line.values()[item]));
      var values = look.values(line.quantity());
      values.setAutoRangeIncludesZero(false);
      var plot = new XYPlot(data, null, values, renderer);
      ChartStyle.style(plot);
      look.grid(plot);
      together.add(plot);
    }
    return ChartStyle.finish(together);
  }

  JFreeChart steps(Chart.Steps chart) {
    var data = new DefaultXYDataset();
    var renderer = new XYStepRenderer();
    for (int i = 0; i < chart.curves().size(); i++) {
      var curve = chart.curves().get(i);
      data.addSeries(curve.name(), new double[][] {curve.xs(), curve.ys()});
      renderer.setSeriesPaint(i, ChartStyle.awt(curve.hue().apply(look.palette())));
      renderer.setSeriesStroke(i, LINE);
      renderer.setSeriesShapesVisible(i, false);
    }
    var along = look.values(chart.along());
    along.setLowerMargin(0);
    along.setUpperMargin(0);
    var plot = new XYPlot(data, along, look.values(chart.up()), renderer);
    ChartStyle.style(plot);
    look.grid(plot);
    var drawn = ChartStyle.finish(plot);
    if (chart.curves().size() > 1) {
      drawn.addLegend(look.legend(plot));
    }
    return drawn;
  }

  JFreeChart curves(Chart.Curves chart) {
    var data = points(chart);
    var renderer = new XYLineAndShapeRenderer();
    for (int i = 0; i < chart.curves().size(); i++) {
      var curve = chart.curves().get(i);
      renderer.setSeriesPaint(i, ChartStyle.awt(curve.hue().apply(look.palette())));
      renderer.setSeriesStroke(i, i == 0 ? STRONG : LINE);
      renderer.setSeriesShape(i, DOT);
      renderer.setSeriesShapesVisible(i, curve.xs().length <= FEW_POINTS);
    }
    renderer.setDefaultToolTipGenerator((_, series, item) -> {
      var curve = chart.curves().get(series);
      return curve.name()
          + "\n"
          + chart.along().name()
          + " "
          + chart.along().text().apply(curve.xs()[item])
          + ": "
          + chart.up().text().apply(curve.ys()[item]);
    });
    var along = look.values(chart.along());
    along.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
    along.setAutoRangeIncludesZero(true);
    if (!chart.bands().isEmpty()) {
      along.setRange(range(chart));
    }
    var heights =
        DoubleStream.concat(
                chart.curves().stream().flatMapToDouble(curve -> Arrays.stream(curve.ys())),
                chart.levels().stream().mapToDouble(Chart.Mark::value))
            .summaryStatistics();
    double headRoom = chart.bands().isEmpty() ? LITTLE_ROOM : HEAD_ROOM;
    var up = look.upwards(chart.up(), heights.getMin(), heights.getMax(), headRoom);
    if (!chart.bands().isEmpty() && up instanceof NumberAxis even) {
      even.setUpperMargin(HEAD_ROOM);
      even.setAutoRangeIncludesZero(true);
    }
    var plot = new XYPlot(data, along, up, renderer);
    for (var band : chart.bands()) {
      if (band.to() > band.from()) {
        boolean before = band.from() > LATE_SHARE * along.getUpperBound();
        plot.addDomainMarker(look.band(band, before), Layer.BACKGROUND);
      }
    }
    for (var level : chart.levels()) {
      plot.addRangeMarker(look.level(level.value(), look.palette().text()));
    }
    // The first is drawn last, over the others.
    plot.setSeriesRenderingOrder(SeriesRenderingOrder.REVERSE);
    ChartStyle.style(plot);
    look.grid(plot);
    for (int i = 0; i < chart.marks().size(); i++) {
      plot.addDomainMarker(
          look.marker(
              chart.marks().get(i),
              look.palette().text(),
              RectangleAnchor.TOP_RIGHT,
              TextAnchor.TOP_LEFT,
              12 * (i % MARK_LINES)));
    }
    var drawn = ChartStyle.finish(plot);
    if (chart.up().byPowers()) {
      plot.setInsets(ROOM_ABOVE);
    }
    var legend = plot.getLegendItems();
    chart.levels().forEach(level -> legend.add(look.line(level.name(), look.palette().text())));
    if (legend.getItemCount() > 1) {
      plot.setFixedLegendItems(legend);
      drawn.addLegend(look.legend(plot));
    }
    if (chart.curves().size() > 1) {
      // A set of its own: bands and marks are drawn once for each place of a set.
      plot.setDataset(1, points(chart));
      plot.setRenderer(1, inTurns(chart));
      plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
    }
    return drawn;
  }

  private static DefaultXYDataset points(Chart.Curves chart) {
    var data = new DefaultXYDataset();
    for (var curve : chart.curves()) {
      data.addSeries(curve.name(), new double[][] {curve.xs(), curve.ys()});
    }
    return data;
  }

  /// From 0 to the last of what there is.
  private static Range range(Chart.Curves chart) {
    double most =
        DoubleStream.concat(
                chart.curves().stream().flatMapToDouble(curve -> Arrays.stream(curve.xs())),
                chart.bands().stream().mapToDouble(Chart.Band::to))
            .max()
            .orElse(1);
    return new Range(0, most > 0 ? most : 1);
  }

  /// The curves once more over themselves, each in dashes where the others leave gaps: curves that
  /// lie on each other then show the hues of all in turn, and those that lie apart look as before.
  private XYLineAndShapeRenderer inTurns(Chart.Curves chart) {
    int count = chart.curves().size();
    var dashes = new XYLineAndShapeRenderer(true, false);
    dashes.setDrawSeriesLineAsPath(true);
    for (int i = 0; i < count; i++) {
      var dash = new float[] {DASH, DASH * (count - 1)};
      dashes.setSeriesPaint(i, ChartStyle.awt(chart.curves().get(i).hue().apply(look.palette())));
      dashes.setSeriesStroke(
          i,
          new BasicStroke(
              STRONG.getLineWidth(),
              BasicStroke.CAP_BUTT,
              BasicStroke.JOIN_ROUND,
              1,
              dash,
              DASH * (count - i)));
    }
    return dashes;
  }

  JFreeChart histogram(Chart.Histogram chart) {
    var points = new double[2][chart.counts().length];
    for (int bin = 0; bin < chart.counts().length; bin++) {
      points[0][bin] = chart.first() + (bin + 0.5) * chart.width();
      points[1][bin] = chart.counts()[bin];
    }
    var data = new DefaultXYDataset();
    data.addSeries(chart.quantity().name(), points);
    var renderer = new XYBarRenderer(0.08);
    renderer.setBarPainter(new StandardXYBarPainter());
    renderer.setShadowVisible(false);
    renderer.setSeriesPaint(0, ChartStyle.awt(look.palette().accent()));
    renderer.setDefaultToolTipGenerator((_, _, item) ->
        chart.quantity().text().apply(points[0][item]) + ": " + chart.counts()[item]);
    var along = look.values(chart.quantity());
    along.setAutoRangeIncludesZero(false);
    var counts = new NumberAxis(chart.count());
    counts.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
    counts.setUpperMargin(0.25);
    look.style(counts);
    var plot = new XYPlot(new XYBarDataset(data, chart.width()), along, counts, renderer);
    ChartStyle.style(plot);
    look.grid(plot);
    plot.setDomainGridlinesVisible(false);
    double middle = chart.first() + chart.counts().length * chart.width() / 2;
    for (int i = 0; i < chart.marks().size(); i++) {
      var mark = chart.marks().get(i);
      // A label has more room on the side of the middle.
      boolean before = mark.value() > middle;
      plot.addDomainMarker(
          look.marker(
              mark,
              look.palette().text(),
              before ? RectangleAnchor.TOP_LEFT : RectangleAnchor.TOP_RIGHT,
              before ? TextAnchor.TOP_RIGHT : TextAnchor.TOP_LEFT,
              12 * i));
    }
    return ChartStyle.finish(plot);
  }
}
