package dev.partitura.app.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a time of an option.
final class Milliseconds implements ITypeConverter<Double> {
  private static final double MOST = 1e9;

  @Override
  public Double convert(String text) {
    double value;
    try {
      value = Double.parseDouble(text.strip());
    } catch (NumberFormatException _) {
      throw new TypeConversionException("is not a time. Use milliseconds, such as 18.5.");
    }
    if (!(value >= 0 && value <= MOST)) {
      throw new TypeConversionException("is not a time. Use 0 to 1000000000 milliseconds.");
    }
    return value;
  }
}
