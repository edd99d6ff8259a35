package dev.partitura.engine.execute.serve.live;

import java.util.ArrayList;
import java.util.List;

/// The sizes at which plans are kept warm: powers of two, and the largest batch. A batch between
/// two is filled up to the larger.
final class BatchSizes {
  private BatchSizes() {}

  static List<Integer> upTo(int batchMax) {
    var sizes = new ArrayList<Integer>();
    for (int size = 1; size < batchMax; size *= 2) {
      sizes.add(size);
    }
    sizes.add(batchMax);
    return sizes;
  }
}
