package dev.partitura.engine.tensor;

/// Compares two tensors of one type, element by element. Not-a-number equals itself whatever its
/// bits; infinities, integers, booleans and strings must be the same.
///
/// @param identical whether every element has the same bits, or is not a number in both
/// @param largest difference between two numbers
/// @param beyond the first element that differs by more than its bound, or -1
public record TensorComparison(boolean identical, double largest, long beyond) {
  private static final TensorComparison SAME = new TensorComparison(true, 0, -1);

  /// How far an element may lie from the wanted one.
  @FunctionalInterface
  public interface Bound {
    double around(double wanted);
  }

  /// @throws IllegalArgumentException when the types differ
  public static TensorComparison of(Tensor given, Tensor wanted, Bound bound) {
    if (!given.type().equals(wanted.type())) {
      throw new IllegalArgumentException(given.type() + " is not " + wanted.type());
    }
    if (wanted.dataType() == DataType.STRING) {
      return ofStrings(given, wanted);
    }
    if (given.data().mismatch(wanted.data()) < 0) {
      return SAME;
    }
    return wanted.dataType().isInteger()
        ? ofIntegers(given, wanted)
        : ofFloats(given, wanted, bound);
  }

  private static TensorComparison ofFloats(Tensor given, Tensor wanted, Bound bound) {
    boolean identical = true;
    double largest = 0;
    long beyond = -1;
    for (long i = 0; i < wanted.elementCount(); i++) {
      double a = given.doubleAt(i);
      double b = wanted.doubleAt(i);
      if (Double.compare(a, b) == 0) {
        continue;
      }
      identical = false;
      // Zero where an infinity meets itself; infinite or not a number where one has no partner.
      double difference = a == b ? 0 : Math.abs(a - b);
      if (!(difference <= (Double.isInfinite(b) ? 0 : bound.around(b)))) {
        beyond = beyond < 0 ? i : beyond;
      }
      largest = Math.max(largest, difference);
    }
    return identical ? SAME : new TensorComparison(false, largest, beyond);
  }

  private static TensorComparison ofIntegers(Tensor given, Tensor wanted) {
    double largest = 0;
    long beyond = -1;
    for (long i = 0; i < wanted.elementCount(); i++) {
      if (given.longAt(i) != wanted.longAt(i)) {
        beyond = beyond < 0 ? i : beyond;
        largest = Math.max(largest, Math.abs(given.doubleAt(i) - wanted.doubleAt(i)));
      }
    }
    return beyond < 0 ? SAME : new TensorComparison(false, largest, beyond);
  }

  private static TensorComparison ofStrings(Tensor given, Tensor wanted) {
    for (long i = 0; i < wanted.elementCount(); i++) {
      if (!given.stringAt(i).equals(wanted.stringAt(i))) {
        return new TensorComparison(false, Double.NaN, i);
      }
    }
    return SAME;
  }
}
