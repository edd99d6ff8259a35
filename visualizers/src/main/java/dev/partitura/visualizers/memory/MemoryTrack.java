package dev.partitura.visualizers.memory;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.ui.canvas.HoverCard;
import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.canvas.Stroke;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.timeline.Strip;
import dev.partitura.ui.timeline.TimelineTrack;
import dev.partitura.ui.timeline.TrackContent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;

/// The memory that all devices use together, as a filled staircase below the timeline.
public final class MemoryTrack implements TimelineTrack {
  @Override
  public @Nullable TrackContent of(Analyses run, Language language) {
    var series = CounterSeries.sum(MemoryCharts.counters(run.trace()));
    return series.size() == 0
        ? null
        : new Staircase(series, Overflow.of(run), Texts.of(MemoryTrack.class, language));
  }

  private static final class Staircase implements TrackContent {
    private final CounterSeries series;
    private final Overflow overflow;
    private final Texts texts;
    private double[] xs = new double[0];
    private double[] ys = new double[0];
    private int count;

    Staircase(CounterSeries series, Overflow overflow, Texts texts) {
      this.series = series;
      this.overflow = overflow;
      this.texts = texts;
    }

    @Override
    public String title() {
      return texts.get("title");
    }

    @Override
    public String fact() {
      return overflow.isEmpty()
          ? texts.get("peak.of", Format.bytes(series.peak()))
          : texts.get("overflow");
    }

    @Override
    public double height() {
      return 38;
    }

    @Override
    public void draw(Pen pen, Strip strip) {
      var time = strip.time();
      int from = (int) Math.max(0, Math.floor(time.toScreen(0)));
      int to = (int) Math.min(time.length(), Math.ceil(time.toScreen(strip.durationNanos())));
      if (to <= from || series.peak() <= 0) {
        return;
      }
      outline(strip, from, to);
      var hue = strip.palette().accent();
      int line = count;
      add(strip.left() + to, strip.bottom());
      add(strip.left() + from, strip.bottom());
      pen.area(xs, ys, count, Color.color(hue.getRed(), hue.getGreen(), hue.getBlue(), 0.18));
      pen.path(xs, ys, line, hue, Stroke.THIN);
      overflow(pen, strip, from, to);
    }

    /// Where a device would hold more than it has.
    private void overflow(Pen pen, Strip strip, int from, int to) {
      int begin = -1;
      for (int column = from; column <= to && !overflow.isEmpty(); column++) {
        boolean over =
            column < to
                && overflow.isBetween(
                    strip.time().toWorld(column), strip.time().toWorld(column + 1));
        if (over && begin < 0) {
          begin = column;
        } else if (!over && begin >= 0) {
          pen.hatch(
              strip.left() + begin,
              strip.top(),
              column - begin,
              strip.height(),
              strip.palette().bad());
          begin = -1;
        }
      }
    }

    private void outline(Strip strip, int from, int to) {
      count = 0;
      double last = Double.NaN;
      for (int column = from; column < to; column++) {
        double value =
            series.largest(strip.time().toWorld(column), strip.time().toWorld(column + 1));
        double y = strip.bottom() - value / series.peak() * strip.height();
        if (y != last) {
          if (count > 0) {
            add(strip.left() + column, last);
          }
          add(strip.left() + column, y);
          last = y;
        }
      }
      add(strip.left() + to, last);
    }

    private List<String> notes() {
      var notes = new ArrayList<String>();
      for (var shortage : overflow.shortages()) {
        notes.add(
            texts.get(
                "overflow.of",
                shortage.device(),
                Format.bytes(shortage.neededBytes()),
                Format.bytes(shortage.memoryBytes())));
      }
      notes.add(texts.get("weights"));
      return notes;
    }

    private void add(double x, double y) {
      if (count == xs.length) {
        xs = Arrays.copyOf(xs, count * 2 + 64);
        ys = Arrays.copyOf(ys, count * 2 + 64);
      }
      xs[count] = x;
      ys[count++] = y;
    }

    @Override
    public HoverCard.Text at(double nanos, double nanosPerPixel) {
      double used = series.largest(nanos, nanos + nanosPerPixel);
      return new HoverCard.Text(
          title(),
          List.of(
              new HoverCard.Fact(texts.get("time"), Format.time(nanos)),
              new HoverCard.Fact(texts.get("used"), Format.bytes(used)),
              new HoverCard.Fact(texts.get("peak"), Format.bytes(series.peak()))),
          notes());
    }
  }
}
