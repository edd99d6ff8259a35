package dev.partitura.engine.cost;

import java.util.Arrays;

/// How evenly work is spread over devices.
public final class Balance {
  private Balance() {}

  /// Mean over largest, 0 to 1: 1 is even, also where nobody has anything to do.
  ///
  /// @param nanos what each device computes, expected or measured
  public static double of(double... nanos) {
    double largest = Arrays.stream(nanos).max().orElse(0);
    return largest == 0 ? 1 : Arrays.stream(nanos).sum() / nanos.length / largest;
  }
}
