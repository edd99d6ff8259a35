package dev.partitura.visualizers.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Paint;
import java.text.NumberFormat;
import java.util.List;
import java.util.Set;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.labels.StandardCategoryToolTipGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StackedBarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.DefaultCategoryDataset;

/// Charts of numbers by name: bars, and rows of shares.
final class CategoryCharts {
  private static final BasicStroke FRAME = new BasicStroke(2f);

  private final ChartStyle look;
  private final Set<Integer> marked;

  /// @param marked rows and bars with a frame
  CategoryCharts(ChartStyle look, Set<Integer> marked) {
    this.look = look;
    this.marked = marked;
  }

  /// The frame of a row or bar; it has the colour of text, for its fill keeps its own.
  private Paint frame(int row) {
    return marked.contains(row) ? ChartStyle.awt(look.palette().text()) : new Color(0, 0, 0, 0);
  }

  JFreeChart shares(Chart.Shares chart) {
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
      renderer.setSeriesPaint(
          part, ChartStyle.awt(shown.hue().of(look.palette(), Chart.RowHue.ALL)));
    }
    var percent = NumberFormat.getPercentInstance(java.util.Locale.ROOT);
    renderer.setDefaultToolTipGenerator(
        new StandardCategoryToolTipGenerator("{1}, {0}: {2}", percent));
    var rows = new CategoryAxis();
    look.style(rows);
    rows.setMaximumCategoryLabelLines(2);
    var values = new NumberAxis();
    look.style(values);
    values.setRange(0, 1);
    values.setTickUnit(new NumberTickUnit(0.25));
    values.setNumberFormatOverride(percent);
    var plot = new CategoryPlot(data, rows, values, renderer);
    plot.setOrientation(PlotOrientation.HORIZONTAL);
    plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
    ChartStyle.style(plot);
    plot.setRangeGridlinePaint(ChartStyle.awt(look.palette().line()));
    plot.setRangeGridlineStroke(ChartStyle.THIN);
    var drawn = ChartStyle.finish(plot);
    drawn.addLegend(look.legend(plot));
    return drawn;
  }

  JFreeChart bars(Chart.Bars chart) {
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
    renderer.setDefaultItemLabelPaint(ChartStyle.awt(look.palette().text()));
    renderer.setDefaultPositiveItemLabelPosition(
        new ItemLabelPosition(ItemLabelAnchor.OUTSIDE12, TextAnchor.BOTTOM_CENTER));
    renderer.setDefaultToolTipGenerator(
        new StandardCategoryToolTipGenerator("{1}: {2}", new TextFormat(chart.quantity().text())));
    var names = new CategoryAxis();
    look.style(names);
    names.setMaximumCategoryLabelLines(3);
    names.setMaximumCategoryLabelWidthRatio(1.3f);
    names.setCategoryMargin(0.35);
    var values = look.values(chart.quantity());
    values.setUpperMargin(0.18);
    var plot = new CategoryPlot(data, names, values, renderer);
    ChartStyle.style(plot);
    plot.setRangeGridlinePaint(ChartStyle.awt(look.palette().line()));
    plot.setRangeGridlineStroke(ChartStyle.THIN);
    for (var level : chart.levels()) {
      values.setUpperBound(Math.max(values.getUpperBound(), level.value() * 1.15));
    }
    for (var level : chart.levels()) {
      plot.addRangeMarker(
          look.marker(
              new Chart.Mark("", level.value()),
              look.palette().muted(),
              RectangleAnchor.TOP_RIGHT,
              TextAnchor.BOTTOM_RIGHT,
              0));
    }
    var drawn = ChartStyle.finish(plot);
    if (!chart.levels().isEmpty()) {
      drawn.addLegend(look.legend(() -> levels(chart)));
    }
    return drawn;
  }

  /// The levels are named below the chart with their values: on their lines, names would lie on
  /// bars and on their numbers.
  private LegendItemCollection levels(Chart.Bars chart) {
    var items = new LegendItemCollection();
    for (var level : chart.levels()) {
      items.add(
          look.line(
              level.name() + ": " + chart.quantity().text().apply(level.value()),
              look.palette().muted()));
    }
    return items;
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
      return ChartStyle.awt(parts.get(part).hue().of(look.palette(), row));
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
      var hue = bars.hue().of(look.palette(), column);
      boolean behind = bars.highlighted() >= 0 && column != bars.highlighted();
      return ChartStyle.awt(behind ? hue.interpolate(look.palette().card(), PALE) : hue);
    }
  }
}
