package dev.partitura.visualizers.chart;

import dev.partitura.ui.format.Format;
import dev.partitura.ui.theme.Palette;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;

/// What a chart shows: numbers and their names, nothing of how they are drawn. Arrays are not
/// copied; do not write to them.
public sealed interface Chart {
  /// The numbers as lines of tab-separated text, for a spreadsheet.
  String table();

  /// A quantity and how it is written.
  ///
  /// @param name stands beside the axis
  /// @param text writes a value with its unit
  /// @param ticks for a step from tick to tick, what writes the values of an axis so that no two
  ///   are the same; null where `text` does
  /// @param byPowers whether an axis goes up by powers of ten, for values above 0 that lie far
  ///   apart
  record Quantity(
      String name,
      DoubleFunction<String> text,
      @Nullable DoubleFunction<DoubleFunction<String>> ticks,
      boolean byPowers) {
    public Quantity(String name, DoubleFunction<String> text) {
      this(name, text, null, false);
    }

    /// The same on an axis that goes up by powers of ten.
    public Quantity onPowers() {
      return new Quantity(name, text, ticks, true);
    }

    /// A share of 1, written in percent.
    public static Quantity percent(String name) {
      return new Quantity(
          name, Format::percent, step -> share -> Format.percent(share, step), false);
    }
  }

  /// Several quantities over the same steps, one above the other.
  ///
  /// @param steps what is counted along the axis
  record Lines(String steps, List<Line> lines) implements Chart {
    public Lines {
      lines = List.copyOf(lines);
    }

    @Override
    public String table() {
      var text = new StringBuilder(steps);
      lines.forEach(line -> text.append('\t').append(line.quantity().name()));
      int most = lines.stream().mapToInt(line -> line.values().length).max().orElse(0);
      for (int step = 0; step < most; step++) {
        text.append('\n').append(step + 1);
        for (var line : lines) {
          text.append('\t')
              .append(step < line.values().length ? Double.toString(line.values()[step]) : "");
        }
      }
      return text.toString();
    }
  }

  /// One of the quantities of [Lines].
  record Line(Quantity quantity, Function<Palette, Color> hue, double[] values) {}

  /// Quantities that hold until the next point, along one axis.
  record Steps(Quantity along, Quantity up, List<Curve> curves) implements Chart {
    public Steps {
      curves = List.copyOf(curves);
    }

    @Override
    public String table() {
      return curves.stream()
          .map(curve -> curve.table(along.name()))
          .collect(Collectors.joining("\n"));
    }
  }

  /// Quantities along one axis, a line through the points of each, the first before all others.
  ///
  /// @param marks values of note along the axis
  /// @param bands stretches of note along the axis, which it shows whole
  /// @param levels values of note upwards
  record Curves(
      Quantity along,
      Quantity up,
      List<Curve> curves,
      List<Mark> marks,
      List<Band> bands,
      List<Mark> levels)
      implements Chart {
    public Curves {
      curves = List.copyOf(curves);
      marks = List.copyOf(marks);
      bands = List.copyOf(bands);
      levels = List.copyOf(levels);
    }

    public Curves(Quantity along, Quantity up, List<Curve> curves, List<Mark> marks) {
      this(along, up, curves, marks, List.of(), List.of());
    }

    @Override
    public String table() {
      return curves.stream()
          .map(curve -> curve.table(along.name()))
          .collect(Collectors.joining("\n"));
    }
  }

  /// One of the curves of [Steps] or [Curves].
  record Curve(String name, Function<Palette, Color> hue, double[] xs, double[] ys) {
    private String table(String along) {
      var text = new StringBuilder(along).append('\t').append(name);
      for (int i = 0; i < xs.length; i++) {
        text.append('\n').append(xs[i]).append('\t').append(ys[i]);
      }
      return text.toString();
    }
  }

  /// How often values fall into bins of equal width.
  ///
  /// @param first lower end of the first bin
  /// @param width of a bin
  /// @param marks values of note, drawn as named lines
  record Histogram(
      Quantity quantity, String count, double first, double width, int[] counts, List<Mark> marks)
      implements Chart {
    public Histogram {
      marks = List.copyOf(marks);
    }

    /// Sorts values into so many bins from the smallest to the largest.
    public static Histogram of(
        Quantity quantity, String count, double[] values, int bins, List<Mark> marks) {
      double least = Arrays.stream(values).min().orElse(0);
      double most = Arrays.stream(values).max().orElse(0);
      double width = most > least ? (most - least) / bins : Math.max(1, most / 100);
      var counts = new int[most > least ? bins : 1];
      for (double value : values) {
        counts[Math.min(counts.length - 1, (int) ((value - least) / width))]++;
      }
      return new Histogram(quantity, count, least, width, counts, marks);
    }

    @Override
    public String table() {
      var text = new StringBuilder(quantity.name()).append('\t').append(count);
      for (int bin = 0; bin < counts.length; bin++) {
        text.append('\n').append(first + bin * width).append('\t').append(counts[bin]);
      }
      marks.forEach(
          mark -> text.append('\n').append(mark.name()).append('\t').append(mark.value()));
      return text.toString();
    }
  }

  /// A stretch of note.
  record Band(String name, double from, double to) {}

  /// A value of note.
  record Mark(String name, double value) {}

  /// Parts of a whole for several rows, side by side along a bar.
  record Shares(List<String> rows, List<Part> parts) implements Chart {
    public Shares {
      rows = List.copyOf(rows);
      parts = List.copyOf(parts);
    }

    @Override
    public String table() {
      var text = new StringBuilder();
      parts.forEach(part -> text.append('\t').append(part.name()));
      for (int row = 0; row < rows.size(); row++) {
        text.append('\n').append(rows.get(row));
        for (var part : parts) {
          text.append('\t').append(part.values()[row]);
        }
      }
      return text.toString();
    }
  }

  /// One part of each row of [Shares].
  record Part(String name, RowHue hue, double[] values) {}

  /// The hue of each row or bar, such as that of its device.
  @FunctionalInterface
  interface RowHue {
    /// In place of a row: what stands for all of them in a legend.
    int ALL = -1;

    Color of(Palette palette, int row);

    /// The hues of devices by their places in the cluster; −1 is none.
    static RowHue ofDevices(List<Integer> places) {
      return (palette, row) ->
          row == ALL
              ? palette.muted()
              : places.get(row) < 0 ? palette.edge() : palette.device(places.get(row));
    }

    static RowHue same(Function<Palette, Color> hue) {
      return (palette, _) -> hue.apply(palette);
    }
  }

  /// A value for each of several names, beside each other, with levels to compare with.
  ///
  /// @param highlighted the bar that stands out before all others, or -1 where none does
  record Bars(
      Quantity quantity,
      List<String> names,
      double[] values,
      RowHue hue,
      int highlighted,
      List<Mark> levels)
      implements Chart {
    public Bars {
      names = List.copyOf(names);
      levels = List.copyOf(levels);
    }

    @Override
    public String table() {
      var text = new StringBuilder("\t").append(quantity.name());
      for (int i = 0; i < values.length; i++) {
        text.append('\n').append(names.get(i)).append('\t').append(values[i]);
      }
      levels.forEach(
          level -> text.append('\n').append(level.name()).append('\t').append(level.value()));
      return text.toString();
    }
  }
}
