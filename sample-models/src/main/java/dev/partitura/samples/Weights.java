package dev.partitura.samples;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.ConstantSource;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.TensorType;

/// Weights from a seed and the name of the tensor, so that each is the same however many come
/// before it; made when they are wanted.
public final class Weights {
  private final long seed;

  public Weights(long seed) {
    this.seed = seed;
  }

  /// Uniform between `mean - spread` and `mean + spread`.
  public Constant uniform(String name, double mean, double spread, long... sizes) {
    return new Constant(
        TensorType.of(DataType.FLOAT, sizes),
        new ConstantSource.Uniform(seed * 0x9e3779b97f4a7c15L + name.hashCode(), mean, spread));
  }

  /// He initialization: uniform of variance `2 / fanIn`, which keeps the mean square of a signal
  /// across a layer and its ReLU. Source: He et al. 2015, arXiv:1502.01852.
  public Constant he(String name, long fanIn, long... sizes) {
    return uniform(name, 0, Math.sqrt(6.0 / fanIn), sizes);
  }

  /// Uniform of variance `1 / fanIn`, for layers without a ReLU behind them.
  public Constant linear(String name, long fanIn, long... sizes) {
    return uniform(name, 0, Math.sqrt(3.0 / fanIn), sizes);
  }
}
