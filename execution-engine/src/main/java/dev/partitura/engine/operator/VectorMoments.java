package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.Tensor;

/// Mean and variance of a run of neighbouring elements.
record VectorMoments(double mean, double variance) {
  static VectorMoments of(Tensor x, long start, long count) {
    double sum = 0;
    for (long i = start; i < start + count; i++) {
      sum += x.doubleAt(i);
    }
    double mean = sum / count;
    double squares = 0;
    for (long i = start; i < start + count; i++) {
      double off = x.doubleAt(i) - mean;
      squares += off * off;
    }
    return new VectorMoments(mean, squares / count);
  }

  double inverseDeviation(double epsilon) {
    return 1 / Math.sqrt(variance + epsilon);
  }
}
