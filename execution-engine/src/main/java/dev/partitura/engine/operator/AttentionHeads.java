package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// The rows of each head in a tensor that lies as `[N, heads, length, width]` or `[N, length, heads
/// · width]`.
///
/// @param flat whether it is the latter
record AttentionHeads(Tensor tensor, boolean flat, int heads, int length, int width) {
  /// What an input of an attention holds.
  static AttentionHeads of(Tensor tensor, boolean flat, long heads) {
    var shape = tensor.shape();
    int length = Math.toIntExact(shape.size(shape.rank() - 2));
    long width = flat ? shape.size(2) / heads : shape.size(3);
    return new AttentionHeads(tensor, flat, Math.toIntExact(heads), length, Math.toIntExact(width));
  }

  /// Reads a head of a sample into rows from `row` on.
  void read(int sample, int head, double[] rows, int row) {
    for (int i = 0; i < length; i++) {
      Elements.read(tensor, at(sample, head, i), 1, rows, (row + i) * width, width);
    }
  }

  /// The rows of a head, behind those of `before`, of the same sample.
  double[] rows(int sample, int head, @Nullable AttentionHeads before) {
    int first = before == null ? 0 : before.length;
    var rows = new double[Math.multiplyExact(first + length, width)];
    if (before != null) {
      before.read(sample, head, rows, 0);
    }
    read(sample, head, rows, first);
    return rows;
  }

  void write(int sample, int head, double[] rows) {
    var row = new double[width];
    for (int i = 0; i < length; i++) {
      System.arraycopy(rows, i * width, row, 0, width);
      Elements.write(row, tensor, at(sample, head, i));
    }
  }

  private long at(int sample, int head, int place) {
    return flat
        ? (((long) sample * length + place) * heads + head) * width
        : (((long) sample * heads + head) * length + place) * width;
  }
}
