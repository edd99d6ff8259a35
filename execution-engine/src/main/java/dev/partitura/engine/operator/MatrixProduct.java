package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;

/// `C += A · B` on plain arrays, row-major C `[m, n]` and B `[k, n]`; A `[m, k]` with any steps.
/// The inner loop runs along rows of B and C.
final class MatrixProduct {
  private MatrixProduct() {}

  /// One operand's place in an array.
  ///
  /// @param rowStep distance between rows; `columnStep` between columns
  record View(int start, int rowStep, int columnStep) {}

  static void add(
      float[] a, View inA, float[] b, int startB, float[] c, int startC, int m, int n, int k) {
    for (int i = 0; i < m; i++) {
      int row = startC + i * n;
      for (int l = 0; l < k; l++) {
        Checkpoint.pass(l);
        float factor = a[inA.start + i * inA.rowStep + l * inA.columnStep];
        int from = startB + l * n;
        for (int j = 0; j < n; j++) {
          c[row + j] += factor * b[from + j];
        }
      }
    }
  }

  static void add(
      double[] a, View inA, double[] b, int startB, double[] c, int startC, int m, int n, int k) {
    for (int i = 0; i < m; i++) {
      int row = startC + i * n;
      for (int l = 0; l < k; l++) {
        Checkpoint.pass(l);
        double factor = a[inA.start + i * inA.rowStep + l * inA.columnStep];
        int from = startB + l * n;
        for (int j = 0; j < n; j++) {
          c[row + j] += factor * b[from + j];
        }
      }
    }
  }

  static void add(
      long[] a, View inA, long[] b, int startB, long[] c, int startC, int m, int n, int k) {
    for (int i = 0; i < m; i++) {
      int row = startC + i * n;
      for (int l = 0; l < k; l++) {
        Checkpoint.pass(l);
        long factor = a[inA.start + i * inA.rowStep + l * inA.columnStep];
        int from = startB + l * n;
        for (int j = 0; j < n; j++) {
          c[row + j] += factor * b[from + j];
        }
      }
    }
  }
}
