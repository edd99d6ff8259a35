package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.Tensor;

/// The vectors along which a [LayerNormalization] brings what it reads to mean 0 and variance 1,
/// one after another.
///
/// @param count of vectors
/// @param length of each
/// @param normal the vector that was read last, normalized
record NormalizedVectors(Tensor x, long count, int length, double epsilon, double[] normal) {
  static NormalizedVectors of(OpContext run) {
    var shape = run.tensor(0).shape();
    int axis = axis(run);
    int length = Math.toIntExact(shape.product(axis, shape.rank()));
    return new NormalizedVectors(
        run.tensor(0),
        shape.product(0, axis),
        length,
        run.attributes().floatOr("epsilon", 1e-5f),
        new double[length]);
  }

  /// The first axis of a vector.
  static int axis(OpContext op) {
    return op.axis(op.attributes().intOr("axis", -1), op.type(0).knownShape().rank());
  }

  /// Reads and normalizes a vector.
  ///
  /// @return its deviation
  double read(long vector) {
    Elements.read(x, vector * length, 1, normal, 0, length);
    double mean = 0;
    for (double each : normal) {
      mean += each;
    }
    mean /= length;
    double squares = 0;
    for (int i = 0; i < length; i++) {
      normal[i] -= mean;
      squares += normal[i] * normal[i];
    }
    double deviation = Math.sqrt(squares / length + epsilon);
    for (int i = 0; i < length; i++) {
      normal[i] /= deviation;
    }
    return deviation;
  }
}
