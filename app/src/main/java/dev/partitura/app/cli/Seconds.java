package dev.partitura.app.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a time of an option that may be none.
final class Seconds implements ITypeConverter<Double> {
  private static final double MOST = 1e6;

  @Override
  public Double convert(String text) {
    double value;
    try {
      value = Double.parseDouble(text.strip());
    } catch (NumberFormatException _) {
      throw new TypeConversionException("is not a time. Use seconds, such as 1.5.");
    }
    if (!(value >= 0 && value <= MOST)) {
      throw new TypeConversionException("is not a time. Use 0 to 1000000 seconds.");
    }
    return value;
  }
}
