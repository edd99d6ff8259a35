package dev.partitura.visualizers.dependencies;

import dev.partitura.ui.canvas.Lettering;
import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.canvas.Stroke;
import dev.partitura.ui.theme.Palette;
import javafx.scene.paint.Color;

/// Draws the tasks in their levels: each as a mark in the hue and with the letter of its device
/// where there is room, else the rows of a band in a level, or in several, as one bar. The cost
/// follows the pixels, not the tasks.
final class LevelPainter {
  /// From here on each task is a mark of its own.
  private static final double MARK_WIDTH = 6;

  private static final double MARK_HEIGHT = 5;
  private static final double LETTER_WIDTH = 10;
  private static final double LETTER_HEIGHT = 11;
  private static final double NAME_WIDTH = 42;

  /// A bar is no narrower.
  private static final double BAR_WIDTH = 3;

  private static final double DIM = 0.4;
  private static final double DARK = 0.16;

  private final ArrowPainter arrows = new ArrowPainter();

  void paint(Pen pen, LevelFrame frame) {
    pen.fill(0, 0, frame.right(), frame.height(), frame.palette().canvas());
    pen.clip(LevelFrame.GUTTER, LevelFrame.HEAD, frame.viewport().x().length(), frame.height());
    bands(pen, frame);
    lit(pen, frame);
    if (frame.columnPixels() >= MARK_WIDTH && frame.rowPixels() >= MARK_HEIGHT) {
      marks(pen, frame);
    } else {
      bars(pen, frame);
    }
    arrows.paint(pen, frame);
    outline(pen, frame, frame.hovered(), frame.palette().muted());
    outline(pen, frame, frame.selected(), frame.palette().accent());
    pen.unclip();
    LevelRulers.paint(pen, frame);
  }

  private static void bands(Pen pen, LevelFrame frame) {
    for (var band : frame.map().layout().bands()) {
      double y = frame.y(band.top());
      pen.fill(
          LevelFrame.GUTTER,
          y,
          frame.viewport().x().length(),
          band.rows() * frame.rowPixels(),
          frame.palette().panel());
    }
  }

  /// The column of the lit level.
  private static void lit(Pen pen, LevelFrame frame) {
    if (frame.level() >= 0) {
      double x = frame.x(frame.level());
      var accent = frame.palette().accent();
      double width = Math.max(2, frame.columnPixels());
      pen.fill(x, LevelFrame.HEAD, width, frame.height(), faded(accent, 0.16));
      pen.line(Pen.crisp(x), LevelFrame.HEAD, Pen.crisp(x), frame.height(), accent, Stroke.THIN);
    }
  }

  private static void marks(Pen pen, LevelFrame frame) {
    var layout = frame.map().layout();
    int last = frame.lastLevel();
    for (int level = frame.firstLevel(); level < last; level++) {
      for (int band = 0; band < layout.bands().size(); band++) {
        double top = layout.bands().get(band).top();
        int start = layout.start(level, band);
        int end = layout.end(level, band);
        int from = Math.max(0, (int) (frame.viewport().y().start() - top));
        int to = (int) Math.ceil(frame.viewport().y().end() - top);
        for (int row = from; row < to && start + row < end; row++) {
          mark(pen, frame, layout.taskAt(start + row), level, top + row);
        }
      }
    }
  }

  private static void mark(Pen pen, LevelFrame frame, int task, int level, double top) {
    var map = frame.map();
    double x = frame.x(level) + frame.inset();
    double y = frame.y(top) + 1;
    double width = frame.columnPixels() - 2 * frame.inset();
    double height = frame.rowPixels() - 2;
    var hue = frame.palette().device(map.graph().device(task));
    double strength = strength(frame, task, level);
    // Opaque, so that what is drawn on it can be read.
    var fill = frame.palette().panel().interpolate(hue, strength);
    if (map.graph().kind(task).isCommunication()) {
      pen.fillRound(x, y, width, height, 3, frame.palette().panel().interpolate(hue, DARK));
      pen.outline(x + 0.5, y + 0.5, width - 1, height - 1, 3, fill, Stroke.MEDIUM);
      text(pen, frame, task, x, y, width, height, frame.palette().text());
    } else {
      pen.fillRound(x, y, width, height, 3, fill);
      text(pen, frame, task, x, y, width, height, Palette.textOn(fill));
    }
  }

  /// How much of its hue a task shows: what is to come less, what is over less than what goes on.
  private static double strength(LevelFrame frame, int task, int level) {
    if (frame.level() >= 0) {
      return level == frame.level() ? 1 : level < frame.level() ? DIM : DARK;
    }
    if (frame.moment() < 0) {
      return 0.85;
    }
    return switch (frame.map().state(task, frame.moment())) {
      case RUNNING -> 1;
      case READY -> 0.6;
      case DONE -> DIM;
      case WAITING -> DARK;
    };
  }

  private static void text(
      Pen pen,
      LevelFrame frame,
      int task,
      double x,
      double y,
      double width,
      double height,
      Color color) {
    if (width < LETTER_WIDTH || height < LETTER_HEIGHT) {
      return;
    }
    var letter = frame.map().letter(frame.map().graph().device(task));
    double middle = y + height / 2;
    if (width < NAME_WIDTH) {
      pen.label(letter, x + width / 2, middle, Pen.Anchor.CENTER, Lettering.SMALL, color);
    } else {
      pen.label(letter, x + 4, middle, Pen.Anchor.START, Lettering.STRONG, color);
      double room = width - 18;
      pen.label(
          tail(pen, name(frame, task), room),
          x + 15,
          middle,
          Pen.Anchor.START,
          Lettering.SMALL,
          color);
    }
  }

  private static String name(LevelFrame frame, int task) {
    var names = frame.map().names();
    return names.name(task) + " · " + names.microBatch(task);
  }

  /// The end of a name that fits, since its end is what tells it from others.
  private static String tail(Pen pen, String name, double room) {
    if (pen.textWidth(name, Lettering.SMALL) <= room) {
      return name;
    }
    int low = 0;
    int high = name.length();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (pen.textWidth("…" + name.substring(middle), Lettering.SMALL) <= room) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low == name.length() ? "" : "…" + name.substring(low);
  }

  /// The rows that each band has in a level, or at most in several.
  private static void bars(Pen pen, LevelFrame frame) {
    var layout = frame.map().layout();
    int group = group(frame);
    int last = frame.lastLevel();
    double width = group * frame.columnPixels();
    double inset = width > 4 ? Math.min(frame.inset(), 1) : 0;
    for (int level = frame.firstLevel() / group * group; level < last; level += group) {
      for (int band = 0; band < layout.bands().size(); band++) {
        int rows = layout.most(level, Math.min(layout.levels(), level + group), band);
        if (rows > 0) {
          var of = layout.bands().get(band);
          var hue = frame.palette().device(of.device());
          double strength =
              frame.level() < 0
                  ? 0.85
                  : frame.level() >= level && frame.level() < level + group
                      ? 1
                      : level < frame.level() ? DIM : DARK;
          pen.fill(
              frame.x(level) + inset,
              frame.y(of.top()),
              width - 2 * inset,
              Math.max(1.5, rows * frame.rowPixels()),
              frame.palette().panel().interpolate(hue, strength));
        }
      }
    }
  }

  /// Levels that are drawn as one: a power of the pyramid's, so that it answers at once.
  private static int group(LevelFrame frame) {
    int group = 1;
    while (group * frame.columnPixels() < BAR_WIDTH) {
      group *= 2;
    }
    return group;
  }

  private static void outline(Pen pen, LevelFrame frame, int task, Color color) {
    if (task < 0) {
      return;
    }
    double x = frame.x(frame.map().layout().level(task)) + frame.inset();
    double y = frame.y(frame.map().layout().top(task));
    double width = Math.max(4, frame.columnPixels() - 2 * frame.inset());
    double height = Math.max(4, frame.rowPixels());
    pen.outline(x - 1, y - 0.5, width + 2, height + 1, 4, frame.palette().panel(), Stroke.solid(4));
    pen.outline(x - 1, y - 0.5, width + 2, height + 1, 4, color, Stroke.THICK);
  }

  private static Color faded(Color color, double opacity) {
    return Color.color(color.getRed(), color.getGreen(), color.getBlue(), opacity);
  }
}
