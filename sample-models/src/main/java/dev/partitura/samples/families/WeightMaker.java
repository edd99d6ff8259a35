package dev.partitura.samples.families;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.samples.SampleModels;
import dev.partitura.samples.Weights;

/// Where weights come from: made from the seed of all samples, or only their shapes, so that a
/// network larger than any memory is an ordinary value.
enum WeightMaker {
  SEEDED,
  SHAPES;

  private static final Weights WEIGHTS = new Weights(SampleModels.SEED);

  /// Of variance `1 / fanIn`.
  Constant linear(String name, long fanIn, long... sizes) {
    return switch (this) {
      case SEEDED -> WEIGHTS.linear(name, fanIn, sizes);
      case SHAPES -> shape(sizes);
    };
  }

  /// Around `mean`.
  Constant around(String name, double mean, double spread, long... sizes) {
    return switch (this) {
      case SEEDED -> WEIGHTS.uniform(name, mean, spread, sizes);
      case SHAPES -> shape(sizes);
    };
  }

  private static Constant shape(long... sizes) {
    return Constant.ofShape(TensorType.of(DataType.FLOAT, sizes));
  }
}
