package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;

/// Cosines and sines of one turn in `n` steps, backward for the inverse, which divides by `n`.
final class FourierWave {
  private final double[] cosines;
  private final double[] sines;
  private final double factor;

  FourierWave(int n, boolean inverse) {
    cosines = new double[n];
    sines = new double[n];
    factor = inverse ? 1.0 / n : 1;
    for (int i = 0; i < n; i++) {
      cosines[i] = Math.cos(2 * Math.PI * i / n);
      sines[i] = Math.sin(2 * Math.PI * i / n) * (inverse ? 1 : -1);
    }
  }

  double real(double[] real, double[] imaginary, int k) {
    double sum = 0;
    for (int i = 0; i < real.length; i++) {
      Checkpoint.pass(i);
      int turn = (int) ((long) i * k % real.length);
      sum += real[i] * cosines[turn] - imaginary[i] * sines[turn];
    }
    return sum * factor;
  }

  double imaginary(double[] real, double[] imaginary, int k) {
    double sum = 0;
    for (int i = 0; i < real.length; i++) {
      int turn = (int) ((long) i * k % real.length);
      sum += real[i] * sines[turn] + imaginary[i] * cosines[turn];
    }
    return sum * factor;
  }
}
