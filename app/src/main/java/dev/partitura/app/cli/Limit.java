package dev.partitura.app.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a whole number of an option that may be no limit at all.
final class Limit implements ITypeConverter<Integer> {
  static final int NONE = Integer.MAX_VALUE;

  @Override
  public Integer convert(String text) throws TypeConversionException {
    return text.strip().equals("none") ? NONE : new WholeNumber.FromZero().convert(text);
  }
}
