package dev.partitura.visualizers.painter;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import javafx.scene.paint.Color;

/// Writes down what is drawn, one line a call, so that a picture can be compared as text.
public final class RecordingPen implements Pen {
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
    add("outline " + stroke, color, x, y, width, height);
  }

  @Override
  public void line(double x1, double y1, double x2, double y2, Color color, Stroke stroke) {
    add("line " + stroke, color, x1, y1, x2, y2);
  }

  @Override
  public void path(double[] xs, double[] ys, int count, Color color, Stroke stroke) {
    add("path " + stroke, color, points(xs, ys, count));
  }

  @Override
  public void area(double[] xs, double[] ys, int count, Color color) {
    add("area", color, points(xs, ys, count));
  }

  @Override
  public void arrow(double x1, double y1, double x2, double y2, Color color) {
    add("arrow", color, x1, y1, x2, y2);
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
    add("text " + lettering + " \"" + text + "\"", color, x, baseline);
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
