package dev.partitura.samples;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;

/// Makes weights from a seed and the name of the tensor, so that each is the same however many come
/// before it. One bit pattern on every machine; about a nanosecond an element.
final class Weights {
  private final long seed;

  Weights(long seed) {
    this.seed = seed;
  }

  /// Uniform between `mean - spread` and `mean + spread`.
  Tensor uniform(String name, double mean, double spread, long... sizes) {
    var tensor = Tensor.allocate(TensorType.of(DataType.FLOAT, sizes));
    long state = seed * 0x9e3779b97f4a7c15L + name.hashCode();
    float low = (float) (mean - spread);
    float step = (float) (2 * spread / (1 << 24));
    for (long i = 0; i < tensor.elementCount(); i++) {
      state += 0x9e3779b97f4a7c15L;
      tensor.setFloat(i, low + step * (mixed(state) >>> 40));
    }
    return tensor;
  }

  /// He initialization: uniform of variance `2 / fanIn`, which keeps the mean square of a signal
  /// across a layer and its ReLU. Source: He et al. 2015, arXiv:1502.01852.
  Tensor he(String name, long fanIn, long... sizes) {
    return uniform(name, 0, Math.sqrt(6.0 / fanIn), sizes);
  }

  /// Uniform of variance `1 / fanIn`, for layers without a ReLU behind them.
  Tensor linear(String name, long fanIn, long... sizes) {
    return uniform(name, 0, Math.sqrt(3.0 / fanIn), sizes);
  }

  /// The finalizer of SplitMix64. Source: Steele et al. 2014, doi:10.1145/2660193.2660195.
  private static long mixed(long z) {
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
