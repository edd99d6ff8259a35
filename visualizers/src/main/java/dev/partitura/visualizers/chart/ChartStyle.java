package dev.partitura.visualizers.chart;

import dev.partitura.ui.theme.Palette;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Paint;
import java.awt.geom.Line2D;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemSource;
import org.jfree.chart.axis.Axis;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.LengthAdjustmentType;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;

/// How every chart looks in a palette: fonts, lines, axes, legends and marks.
final class ChartStyle {
  static final BasicStroke THIN = new BasicStroke(1f);
  private static final BasicStroke DASHED =
      new BasicStroke(
          1f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1f, new float[] {3f, 3f}, 0f);

  /// What an axis of shares spans at least, so that a lone value is not seen through a microscope.
  private static final double LEAST_SHARE = 0.01;

  private final Palette palette;

  ChartStyle(Palette palette) {
    this.palette = palette;
  }

  Palette palette() {
    return palette;
  }

  LegendTitle legend(LegendItemSource plot) {
    var legend = new LegendTitle(plot);
    legend.setItemFont(ChartFonts.size(11));
    legend.setItemPaint(awt(palette.muted()));
    legend.setBackgroundPaint(null);
    legend.setFrame(BlockBorder.NONE);
    legend.setPosition(RectangleEdge.BOTTOM);
    return legend;
  }

  /// How a legend shows a line as [#marker] draws it.
  LegendItem line(String name, javafx.scene.paint.Color color) {
    return new LegendItem(
        name, null, null, null, new Line2D.Double(-8, 0, 8, 0), DASHED, awt(color));
  }

  /// A line across that has its name in the legend.
  ValueMarker level(double value, javafx.scene.paint.Color color) {
    return new ValueMarker(value, awt(color), DASHED);
  }

  ValueMarker marker(
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

  /// An axis upwards for values from the least to the most of which there is.
  ///
  /// @param headRoom above them, as a share of what they span
  ValueAxis upwards(Chart.Quantity quantity, double least, double most, double headRoom) {
    if (!quantity.byPowers() || !(least > 0) || Double.isInfinite(least)) {
      var axis = values(quantity);
      axis.setAutoRangeIncludesZero(false);
      return axis;
    }
    var axis = new LogAxis(quantity.name());
    style(axis);
    axis.setTickUnit(new NumberTickUnit(1));
    axis.setNumberFormatOverride(new TextFormat(quantity.text()));
    double low = Math.floor(Math.log10(least));
    double high = Math.max(Math.log10(most), low + 1);
    axis.setRange(Math.pow(10, low), Math.pow(10, low + (high - low) * (1 + headRoom)));
    return axis;
  }

  /// A stretch behind the curves, named at its top: in it or, at the end of the axis, before it.
  IntervalMarker band(Chart.Band band, boolean before) {
    var soft = palette.raised().deriveColor(0, 1, 1, 0.85);
    var marker = new IntervalMarker(band.from(), band.to(), awt(soft));
    marker.setLabel(band.name());
    marker.setLabelBackgroundColor(new Color(0, 0, 0, 0));
    marker.setLabelFont(ChartFonts.size(10));
    marker.setLabelPaint(awt(palette.muted()));
    marker.setLabelAnchor(RectangleAnchor.TOP_LEFT);
    marker.setLabelTextAnchor(before ? TextAnchor.TOP_RIGHT : TextAnchor.TOP_LEFT);
    marker.setLabelOffset(new RectangleInsets(2, before ? -4 : 4, 2, 4));
    return marker;
  }

  NumberAxis values(Chart.Quantity quantity) {
    var axis = new NumberAxis(quantity.name());
    style(axis);
    var ticks = quantity.ticks();
    if (ticks == null) {
      axis.setNumberFormatOverride(new TextFormat(quantity.text()));
    } else {
      axis.setStandardTickUnits(new StepTicks(axis.getStandardTickUnits(), ticks));
      axis.setAutoRangeMinimumSize(LEAST_SHARE);
    }
    return axis;
  }

  void style(Axis axis) {
    axis.setLabelFont(ChartFonts.size(11));
    axis.setLabelPaint(awt(palette.muted()));
    axis.setTickLabelFont(ChartFonts.size(10));
    axis.setTickLabelPaint(awt(palette.faint()));
    axis.setAxisLineVisible(false);
    axis.setTickMarksVisible(false);
  }

  static void style(Plot plot) {
    plot.setBackgroundPaint(null);
    plot.setOutlineVisible(false);
    plot.setInsets(new RectangleInsets(4, 4, 0, 22));
  }

  void grid(XYPlot plot) {
    Paint line = awt(palette.line());
    plot.setRangeGridlinePaint(line);
    plot.setRangeGridlineStroke(THIN);
    plot.setDomainGridlinePaint(line);
    plot.setDomainGridlineStroke(THIN);
  }

  static JFreeChart finish(Plot plot) {
    var chart = new JFreeChart(null, ChartFonts.size(11), plot, false);
    chart.setBackgroundPaint(null);
    chart.setPadding(new RectangleInsets(0, 0, 0, 0));
    return chart;
  }

  static Color awt(javafx.scene.paint.Color color) {
    return new Color(
        (float) color.getRed(),
        (float) color.getGreen(),
        (float) color.getBlue(),
        (float) color.getOpacity());
  }
}
