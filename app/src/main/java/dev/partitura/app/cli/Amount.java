package dev.partitura.app.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a number above 0 of an option, whole or not.
final class Amount implements ITypeConverter<Double> {
  @Override
  public Double convert(String text) {
    double value;
    try {
      value = Double.parseDouble(text.strip());
    } catch (NumberFormatException _) {
      throw new TypeConversionException("is not a number. Use one above 0, such as 60.");
    }
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new TypeConversionException("is out of range. Use a number above 0.");
    }
    return value;
  }
}
