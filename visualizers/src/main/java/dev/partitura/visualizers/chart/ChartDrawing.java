package dev.partitura.visualizers.chart;

import dev.partitura.ui.theme.Palette;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Paint;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleFunction;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItemSource;
import org.jfree.chart.axis.Axis;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.labels.StandardCategoryToolTipGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StackedBarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.renderer.xy.XYStepRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.LengthAdjustmentType;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.data.xy.DefaultXYDataset;
import org.jfree.data.xy.XYBarDataset;

/// Makes a JFreeChart of a [Chart] in a palette.
final class ChartDrawing {
  private static final BasicStroke THIN = new BasicStroke(1f);
  private static final BasicStroke LINE =
      new BasicStroke(1.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  private static final BasicStroke DASHED =
      new BasicStroke(
          1f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1f, new float[] {3f, 3f}, 0f);

  private static final BasicStroke FRAME = new BasicStroke(2f);

  private final Palette palette;
  private final Set<Integer> marked;

  /// @param marked rows and bars with a frame
  ChartDrawing(Palette palette, Set<Integer> marked) {
    this.palette = palette;
    this.marked = marked;
  }

  /// The frame of a row or bar; it has the colour of text, for its fill keeps its own.
  private Paint frame(int row) {
    return marked.contains(row) ? awt(palette.text()) : new Color(0, 0, 0, 0);
  }

  JFreeChart draw(Chart chart) {
    return switch (chart) {
      case Chart.Lines lines -> lines(lines);
      case Chart.Steps steps -> steps(steps);
      case Chart.Histogram histogram -> histogram(histogram);
      case Chart.Shares shares -> shares(shares);
      case Chart.Bars bars -> bars(bars);
    };
  }

  private JFreeChart lines(Chart.Lines chart) {
    var steps = new NumberAxis(chart.steps());
    steps.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
    style(steps);
    var together = new CombinedDomainXYPlot(steps);
    together.setGap(10);
    style(together);
    for (var line : chart.lines()) {
      var points = new double[2][line.values().length];
      for (int i = 0; i < line.values().length; i++) {
        points[0][i] = i + 1;
        points[1][i] = line.values()[i];
      }
      var data = new DefaultXYDataset();
      data.addSeries(line.quantity().name(), points);
      var renderer = new XYLineAndShapeRenderer(true, line.values().length <= 40);
      renderer.setSeriesPaint(0, awt(line.hue().apply(palette)));
      renderer.setSeriesStroke(0, LINE);
      renderer.setSeriesShape(0, new java.awt.geom.Ellipse2D.Double(-2, -2, 4, 4));
      renderer.setDefaultToolTipGenerator((_, _, item) ->
          chart.steps()
              + " "
              + (item + 1)
              + ": "
              + line.quantity().text().apply(line.values()[item]));
      var values = values(line.quantity());
      values.setAutoRangeIncludesZero(false);
      var plot = new XYPlot(data, null, values, renderer);
      style(plot);
      grid(plot);
      together.add(plot);
    }
    return finish(together);
  }

  private JFreeChart steps(Chart.Steps chart) {
    var data = new DefaultXYDataset();
    var renderer = new XYStepRenderer();
    for (int i = 0; i < chart.curves().size(); i++) {
      var curve = chart.curves().get(i);
      data.addSeries(curve.name(), new double[][] {curve.xs(), curve.ys()});
      renderer.setSeriesPaint(i, awt(curve.hue().apply(palette)));
      renderer.setSeriesStroke(i, LINE);
      renderer.setSeriesShapesVisible(i, false);
    }
    var along = values(chart.along());
    along.setLowerMargin(0);
    along.setUpperMargin(0);
    var plot = new XYPlot(data, along, values(chart.up()), renderer);
    style(plot);
    grid(plot);
    var drawn = finish(plot);
    if (chart.curves().size() > 1) {
      drawn.addLegend(legend(plot));
    }
    return drawn;
  }

  private JFreeChart histogram(Chart.Histogram chart) {
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
    renderer.setSeriesPaint(0, awt(palette.accent()));
    renderer.setDefaultToolTipGenerator((_, _, item) ->
        chart.quantity().text().apply(points[0][item]) + ": " + chart.counts()[item]);
    var along = values(chart.quantity());
    along.setAutoRangeIncludesZero(false);
    var counts = new NumberAxis(chart.count());
    counts.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
    counts.setUpperMargin(0.25);
    style(counts);
    var plot = new XYPlot(new XYBarDataset(data, chart.width()), along, counts, renderer);
    style(plot);
    grid(plot);
    plot.setDomainGridlinesVisible(false);
    double middle = chart.first() + chart.counts().length * chart.width() / 2;
    for (int i = 0; i < chart.marks().size(); i++) {
      var mark = chart.marks().get(i);
      // A label has more room on the side of the middle.
      boolean before = mark.value() > middle;
      plot.addDomainMarker(
          marker(
              mark,
              palette.text(),
              before ? RectangleAnchor.TOP_LEFT : RectangleAnchor.TOP_RIGHT,
              before ? TextAnchor.TOP_RIGHT : TextAnchor.TOP_LEFT,
              12 * i));
    }
    return finish(plot);
  }

  private JFreeChart shares(Chart.Shares chart) {
    var data = new DefaultCategoryDataset();
    var renderer = new SharesOfRows(chart.parts());
    renderer.setBarPainter(new StandardBarPainter());
    renderer.setShadowVisible(false);
    renderer.setMaximumBarWidth(0.3);
    for (int part = 0; part < chart.parts().size(); part++) {
      var shown = chart.parts().get(part);
      for (int row = 0; row < chart.rows().size(); row++) {
        data.addValue(shown.values()[row], shown.name(), chart.rows().get(row));
      }
      renderer.setSeriesPaint(part, awt(shown.hue().of(palette, Chart.RowHue.ALL)));
    }
    var percent = NumberFormat.getPercentInstance(java.util.Locale.ROOT);
    renderer.setDefaultToolTipGenerator(
        new StandardCategoryToolTipGenerator("{1}, {0}: {2}", percent));
    var rows = new CategoryAxis();
    style(rows);
    rows.setMaximumCategoryLabelLines(2);
    var values = new NumberAxis();
    style(values);
    values.setRange(0, 1);
    values.setTickUnit(new NumberTickUnit(0.25));
    values.setNumberFormatOverride(percent);
    var plot = new CategoryPlot(data, rows, values, renderer);
    plot.setOrientation(PlotOrientation.HORIZONTAL);
    plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
    style(plot);
    plot.setRangeGridlinePaint(awt(palette.line()));
    plot.setRangeGridlineStroke(THIN);
    var drawn = finish(plot);
    drawn.addLegend(legend(plot));
    return drawn;
  }

  private LegendTitle legend(LegendItemSource plot) {
    var legend = new LegendTitle(plot);
    legend.setItemFont(ChartFonts.size(11));
    legend.setItemPaint(awt(palette.muted()));
    legend.setBackgroundPaint(null);
    legend.setFrame(BlockBorder.NONE);
    legend.setPosition(RectangleEdge.BOTTOM);
    return legend;
  }

  private JFreeChart bars(Chart.Bars chart) {
    var data = new DefaultCategoryDataset();
    for (int i = 0; i < chart.values().length; i++) {
      data.addValue(chart.values()[i], chart.quantity().name(), chart.names().get(i));
    }
    var renderer = new HighlightedBars(chart);
    renderer.setBarPainter(new StandardBarPainter());
    renderer.setShadowVisible(false);
    renderer.setMaximumBarWidth(0.16);
    renderer.setDefaultItemLabelGenerator(
        new StandardCategoryItemLabelGenerator("{2}", new TextFormat(chart.quantity().text())));
    renderer.setDefaultItemLabelsVisible(true);
    renderer.setDefaultItemLabelFont(ChartFonts.size(11));
    renderer.setDefaultItemLabelPaint(awt(palette.text()));
    renderer.setDefaultPositiveItemLabelPosition(
        new ItemLabelPosition(ItemLabelAnchor.OUTSIDE12, TextAnchor.BOTTOM_CENTER));
    renderer.setDefaultToolTipGenerator(
        new StandardCategoryToolTipGenerator("{1}: {2}", new TextFormat(chart.quantity().text())));
    var names = new CategoryAxis();
    style(names);
    names.setMaximumCategoryLabelLines(3);
    names.setMaximumCategoryLabelWidthRatio(1.3f);
    names.setCategoryMargin(0.35);
    var values = values(chart.quantity());
    values.setUpperMargin(0.18);
    var plot = new CategoryPlot(data, names, values, renderer);
    style(plot);
    plot.setRangeGridlinePaint(awt(palette.line()));
    plot.setRangeGridlineStroke(THIN);
    for (var level : chart.levels()) {
      plot.addRangeMarker(
          marker(level, palette.muted(), RectangleAnchor.TOP_RIGHT, TextAnchor.BOTTOM_RIGHT, 0));
      values.setUpperBound(Math.max(values.getUpperBound(), level.value() * 1.15));
    }
    return finish(plot);
  }

  private ValueMarker marker(
      Chart.Mark mark,
      javafx.scene.paint.Color color,
      RectangleAnchor anchor,
      TextAnchor text,
      double down) {
    var marker = new ValueMarker(mark.value(), awt(color), DASHED);
    marker.setLabel(mark.name());
    marker.setLabelBackgroundColor(new Color(0, 0, 0, 0));
    marker.setLabelFont(ChartFonts.size(10));
    marker.setLabelPaint(awt(color));
    marker.setLabelAnchor(anchor);
    marker.setLabelTextAnchor(text);
    marker.setLabelOffset(new RectangleInsets(2 + down, 4, 2, 4));
    marker.setLabelOffsetType(LengthAdjustmentType.EXPAND);
    return marker;
  }

  private NumberAxis values(Chart.Quantity quantity) {
    var axis = new NumberAxis(quantity.name());
    style(axis);
    axis.setNumberFormatOverride(new TextFormat(quantity.text()));
    return axis;
  }

  private void style(Axis axis) {
    axis.setLabelFont(ChartFonts.size(11));
    axis.setLabelPaint(awt(palette.muted()));
    axis.setTickLabelFont(ChartFonts.size(10));
    axis.setTickLabelPaint(awt(palette.faint()));
    axis.setAxisLineVisible(false);
    axis.setTickMarksVisible(false);
  }

  private static void style(Plot plot) {
    plot.setBackgroundPaint(null);
    plot.setOutlineVisible(false);
    plot.setInsets(new RectangleInsets(4, 4, 0, 22));
  }

  private void grid(XYPlot plot) {
    Paint line = awt(palette.line());
    plot.setRangeGridlinePaint(line);
    plot.setRangeGridlineStroke(THIN);
    plot.setDomainGridlinePaint(line);
    plot.setDomainGridlineStroke(THIN);
  }

  private static JFreeChart finish(Plot plot) {
    var chart = new JFreeChart(null, ChartFonts.size(11), plot, false);
    chart.setBackgroundPaint(null);
    chart.setPadding(new RectangleInsets(0, 0, 0, 0));
    return chart;
  }

  private static Color awt(javafx.scene.paint.Color color) {
    return new Color(
        (float) color.getRed(),
        (float) color.getGreen(),
        (float) color.getBlue(),
        (float) color.getOpacity());
  }

  /// Stacked bars in which a part has a hue of its own in each row.
  private final class SharesOfRows extends StackedBarRenderer {
    private static final long serialVersionUID = 1;

    private final transient List<Chart.Part> parts;

    SharesOfRows(List<Chart.Part> parts) {
      this.parts = parts;
      setDrawBarOutline(true);
      setDefaultOutlineStroke(FRAME);
      setAutoPopulateSeriesOutlineStroke(false);
    }

    @Override
    public Paint getItemOutlinePaint(int part, int row) {
      return frame(row);
    }

    @Override
    public Paint getItemPaint(int part, int row) {
      return awt(parts.get(part).hue().of(palette, row));
    }
  }

  /// Bars in their hues, of which one may stand out.
  private final class HighlightedBars extends BarRenderer {
    private static final long serialVersionUID = 1;
    private static final double PALE = 0.55;

    private final transient Chart.Bars bars;

    HighlightedBars(Chart.Bars bars) {
      this.bars = bars;
      setDrawBarOutline(true);
      setDefaultOutlineStroke(FRAME);
      setAutoPopulateSeriesOutlineStroke(false);
    }

    @Override
    public Paint getItemOutlinePaint(int series, int bar) {
      return frame(bar);
    }

    @Override
    public Paint getItemPaint(int row, int column) {
      var hue = bars.hue().of(palette, column);
      boolean behind = bars.highlighted() >= 0 && column != bars.highlighted();
      return awt(behind ? hue.interpolate(palette.card(), PALE) : hue);
    }
  }

  /// A number format that writes as the window writes everywhere.
  private static final class TextFormat extends NumberFormat {
    private static final long serialVersionUID = 1;

    private final transient DoubleFunction<String> text;

    TextFormat(DoubleFunction<String> text) {
      this.text = text;
    }

    @Override
    public StringBuffer format(double value, StringBuffer into, FieldPosition position) {
      return into.append(text.apply(value));
    }

    @Override
    public StringBuffer format(long value, StringBuffer into, FieldPosition position) {
      return format((double) value, into, position);
    }

    @Override
    public Number parse(String source, ParsePosition position) {
      throw new UnsupportedOperationException("Only writes numbers");
    }
  }
}
