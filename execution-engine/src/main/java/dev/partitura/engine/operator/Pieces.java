package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.Tensor;

/// The pieces of values that replicas share: elements in order, whatever the axes.
public final class Pieces {
  private Pieces() {}

  /// Copies piece `index` of `whole` to `piece`, or back; what of it lies behind the end of the
  /// whole is zeros, or is left out.
  public static void copy(Tensor whole, Tensor piece, long index, boolean out) {
    long from = index * piece.elementCount();
    long count = Math.clamp(whole.elementCount() - from, 0, piece.elementCount());
    if (out) {
      piece.data().fill((byte) 0);
    }
    if (count == 0) {
      return;
    }
    if (out) {
      Elements.copy(whole, from, 1, piece, 0, 1, count);
    } else {
      Elements.copy(piece, 0, 1, whole, from, 1, count);
    }
  }

  /// Copies what both have to the front of `to`, and fills the rest with zeros.
  static void copyFirst(Tensor from, Tensor to) {
    to.data().fill((byte) 0);
    Elements.copy(from, 0, 1, to, 0, 1, Math.min(from.elementCount(), to.elementCount()));
  }
}
