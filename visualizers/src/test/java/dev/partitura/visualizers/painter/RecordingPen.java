package dev.partitura.visualizers.painter;

import dev.partitura.ui.canvas.Lettering;
import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.canvas.Stroke;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.scene.paint.Color;

/// Writes down what is drawn, one line a call, so that a picture can be compared as text.
public final class RecordingPen implements Pen {
  private static final Map<Stroke, String> STROKES =
      Map.of(
          Stroke.THIN, "THIN",
          Stroke.MEDIUM, "MEDIUM",
          Stroke.THICK, "THICK",
          Stroke.DASHED, "DASHED");
  private static final Map<Lettering, String> LETTERINGS =
      Map.of(
          Lettering.SMALL, "SMALL",
          Lettering.STRONG, "STRONG",
          Lettering.TITLE, "TITLE",
          Lettering.NUMBER, "NUMBER");

  private final StringBuilder calls = new StringBuilder();

  @Override
  public void fill(double x, double y, double width, double height, Color color) {
    add("fill", color, x, y, width, height);
  }

  @Override
  public void fillRound(
      double x, double y, double width, double height, double radius, Color color) {
    add("round", color, x, y, width, height);
  }

  @Override
  public void outline(
      double x, double y, double width, double height, double radius, Color color, Stroke stroke) {
    add("outline " + name(stroke), color, x, y, width, height);
  }

  @Override
  public void line(double x1, double y1, double x2, double y2, Color color, Stroke stroke) {
    add("line " + name(stroke), color, x1, y1, x2, y2);
  }

  @Override
  public void path(double[] xs, double[] ys, int count, Color color, Stroke stroke) {
    add("path " + name(stroke), color, points(xs, ys, count));
  }

  @Override
  public void disc(double x, double y, double radius, Color color) {
    add("disc", color, x, y, radius);
  }

  @Override
  public void ring(double x, double y, double radius, Color color, Stroke stroke) {
    add("ring " + name(stroke), color, x, y, radius);
  }

  @Override
  public void curves(Color color, Stroke stroke, Consumer<Curves> drawn) {
    var laid = new ArrayList<Double>();
    drawn.accept(new RecordedCurves(laid));
    add("curves " + name(stroke), color, laid.stream().mapToDouble(Double::doubleValue).toArray());
  }

  @Override
  public void area(double[] xs, double[] ys, int count, Color color) {
    add("area", color, points(xs, ys, count));
  }

  @Override
  public void arrow(double x1, double y1, double x2, double y2, Color color, Stroke stroke) {
    add("arrow " + name(stroke), color, x1, y1, x2, y2);
  }

  @Override
  public void hatch(double x, double y, double width, double height, Color color) {
    add("hatch", color, x, y, width, height);
  }

  @Override
  public void columns(int x, double y, double height, int[] colors) {
    calls
        .append("columns ")
        .append(x)
        .append(' ')
        .append(number(y))
        .append(' ')
        .append(number(height))
        .append(": ");
    for (int from = 0; from < colors.length; ) {
      int to = from;
      while (to < colors.length && colors[to] == colors[from]) {
        to++;
      }
      calls.append(to - from).append('×').append(Integer.toHexString(colors[from])).append(' ');
      from = to;
    }
    calls.setLength(calls.length() - 1);
    calls.append('\n');
  }

  @Override
  public void text(String text, double x, double baseline, Lettering lettering, Color color) {
    add("text " + name(lettering) + " \"" + text + "\"", color, x, baseline);
  }

  @Override
  public void label(
      String text, double x, double middle, Anchor anchor, Lettering lettering, Color color) {
    add("label " + anchor + " " + name(lettering) + " \"" + text + "\"", color, x, middle);
  }

  @Override
  public double textWidth(String text, Lettering lettering) {
    return text.length() * 6.0;
  }

  @Override
  public void clip(double x, double y, double width, double height) {
    calls.append("clip ").append(numbers(x, y, width, height)).append('\n');
  }

  @Override
  public void unclip() {
    calls.append("unclip\n");
  }

  /// What was drawn so far.
  public String calls() {
    return calls.toString();
  }

  private static String name(Stroke stroke) {
    return STROKES.getOrDefault(stroke, stroke.toString());
  }

  private static String name(Lettering lettering) {
    return LETTERINGS.getOrDefault(lettering, lettering.toString());
  }

  /// Writes down the points of lines and curves.
  private record RecordedCurves(List<Double> laid) implements Curves {
    @Override
    public void moveTo(double x, double y) {
      laid.addAll(List.of(x, y));
    }

    @Override
    public void lineTo(double x, double y) {
      laid.addAll(List.of(x, y));
    }

    @Override
    public void curveTo(double x1, double y1, double x2, double y2, double x, double y) {
      laid.addAll(List.of(x1, y1, x2, y2, x, y));
    }

    @Override
    public void cornerTo(double x1, double y1, double x2, double y2, double radius) {
      laid.addAll(List.of(x1, y1, x2, y2, radius));
    }
  }

  private static double[] points(double[] xs, double[] ys, int count) {
    var points = new double[count * 2];
    for (int i = 0; i < count; i++) {
      points[2 * i] = xs[i];
      points[2 * i + 1] = ys[i];
    }
    return points;
  }

  private void add(String what, Color color, double... numbers) {
    calls
        .append(what)
        .append(' ')
        .append(numbers(numbers))
        .append(' ')
        .append(color.toString().substring(2))
        .append('\n');
  }

  private static String numbers(double... numbers) {
    return Arrays.stream(numbers).mapToObj(RecordingPen::number).collect(Collectors.joining(" "));
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.1f", value);
  }
}
