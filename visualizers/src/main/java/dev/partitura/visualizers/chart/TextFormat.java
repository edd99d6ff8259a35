package dev.partitura.visualizers.chart;

import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.function.DoubleFunction;

/// A number format that writes as the window writes everywhere.
final class TextFormat extends NumberFormat {
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
