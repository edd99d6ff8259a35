package dev.partitura.app.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a share of an option, in percent: 99, 99.9 or 99 %.
final class Percentage implements ITypeConverter<Double> {
  private static final double WHOLE = 100;

  @Override
  public Double convert(String text) {
    double percent;
    try {
      percent = Double.parseDouble(text.strip().replaceFirst("\\s*%$", ""));
    } catch (NumberFormatException _) {
      throw new TypeConversionException("is not a percentage. Use such as 99 or 99.9.");
    }
    if (!(percent >= 0 && percent < WHOLE)) {
      throw new TypeConversionException("is out of range. Use 0 to below 100.");
    }
    return percent / WHOLE;
  }
}
