package dev.partitura.engine.execute.serve;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Times of 0 or more, in seconds, drawn independently. Immutable; any thread.
public sealed interface Distribution {
  double mean();

  /// Variance over the square of the mean; 1 for an exponential distribution.
  double squaredVariation();

  double draw(RandomGenerator random);

  /// Always the same.
  record Constant(double mean) implements Distribution {
    @Override
    public double squaredVariation() {
      return 0;
    }

    @Override
    public double draw(RandomGenerator random) {
      return mean;
    }
  }

  /// Without memory.
  record Exponential(double mean) implements Distribution {
    @Override
    public double squaredVariation() {
      return 1;
    }

    @Override
    public double draw(RandomGenerator random) {
      return mean * random.nextExponential();
    }
  }

  /// The sum of equal exponential phases.
  record Erlang(int phases, double mean) implements Distribution {
    @Override
    public double squaredVariation() {
      return 1.0 / phases;
    }

    @Override
    public double draw(RandomGenerator random) {
      double sum = 0;
      for (int i = 0; i < phases; i++) {
        sum += random.nextExponential();
      }
      return mean * sum / phases;
    }
  }

  /// All times between two alike.
  record Uniform(double low, double high) implements Distribution {
    @Override
    public double mean() {
      return (low + high) / 2;
    }

    @Override
    public double squaredVariation() {
      return (high - low) * (high - low) / 12 / (mean() * mean());
    }

    @Override
    public double draw(RandomGenerator random) {
      return low + (high - low) * random.nextDouble();
    }
  }

  /// The exponential of a normal distribution.
  ///
  /// @param sigma standard deviation of the logarithm
  record Lognormal(double mean, double sigma) implements Distribution {
    @Override
    public double squaredVariation() {
      return Math.expm1(sigma * sigma);
    }

    @Override
    public double draw(RandomGenerator random) {
      return mean * Math.exp(sigma * random.nextGaussian() - sigma * sigma / 2);
    }
  }

  /// One of two exponential distributions, both of which make up half of the time in the mean: the
  /// usual two-phase form with balanced means.
  ///
  /// @param squaredVariation above 1
  record Hyperexponential(double mean, double squaredVariation) implements Distribution {
    /// How often it is the one of the shorter times.
    double shorterShare() {
      return (1 + Math.sqrt((squaredVariation - 1) / (squaredVariation + 1))) / 2;
    }

    @Override
    public double draw(RandomGenerator random) {
      double share = shorterShare();
      double chosen = random.nextDouble() < share ? share : 1 - share;
      return mean / (2 * chosen) * random.nextExponential();
    }
  }

  /// The mean and the variation that a measured time has.
  ///
  /// @param variation standard deviation over mean, above 0
  record Gamma(double mean, double variation) implements Distribution {
    @Override
    public double squaredVariation() {
      return variation * variation;
    }

    /// Marsaglia and Tsang, A simple method for generating gamma variables, 2000,
    /// doi:10.1145/358407.358414.
    @Override
    public double draw(RandomGenerator random) {
      double shape = 1 / (variation * variation);
      double raised = shape < 1 ? shape + 1 : shape;
      double third = raised - 1.0 / 3;
      double scale = 1 / Math.sqrt(9 * third);
      while (true) {
        double normal = random.nextGaussian();
        double cube = 1 + scale * normal;
        cube = cube * cube * cube;
        if (cube <= 0) {
          continue;
        }
        double logOfUniform = -random.nextExponential();
        if (logOfUniform < normal * normal / 2 + third * (1 - cube + Math.log(cube))) {
          double drawn = third * cube;
          return mean / shape * (shape < 1 ? drawn * lift(shape, random) : drawn);
        }
      }
    }

    private static double lift(double shape, RandomGenerator random) {
      return Math.exp(-random.nextExponential() / shape);
    }
  }

  /// A few times, each as often as its weight says.
  ///
  /// @param weights above 0, adding up to 1
  record Points(List<Double> weights, List<Double> values) implements Distribution {
    public Points {
      weights = List.copyOf(weights);
      values = List.copyOf(values);
    }

    @Override
    public double mean() {
      double sum = 0;
      for (int i = 0; i < values.size(); i++) {
        sum += weights.get(i) * values.get(i);
      }
      return sum;
    }

    @Override
    public double squaredVariation() {
      double mean = mean();
      double squares = 0;
      for (int i = 0; i < values.size(); i++) {
        squares += weights.get(i) * values.get(i) * values.get(i);
      }
      return squares / (mean * mean) - 1;
    }

    @Override
    public double draw(RandomGenerator random) {
      double at = random.nextDouble();
      int last = values.size() - 1;
      for (int i = 0; i < last; i++) {
        at -= weights.get(i);
        if (at < 0) {
          return values.get(i);
        }
      }
      return values.get(last);
    }
  }

  /// One of some that were measured, each as often as any other.
  final class Measured implements Distribution {
    private final double[] seconds;
    private final double mean;
    private final double squaredVariation;

    /// @param seconds at least one
    public Measured(double... seconds) {
      if (seconds.length == 0) {
        throw new IllegalArgumentException("Nothing was measured");
      }
      this.seconds = seconds.clone();
      mean = Arrays.stream(seconds).average().orElseThrow();
      double squares = Arrays.stream(seconds).map(time -> time * time).average().orElseThrow();
      squaredVariation = mean == 0 ? 0 : Math.max(0, squares / (mean * mean) - 1);
    }

    @Override
    public double mean() {
      return mean;
    }

    @Override
    public double squaredVariation() {
      return squaredVariation;
    }

    @Override
    public double draw(RandomGenerator random) {
      return seconds[random.nextInt(seconds.length)];
    }
  }
}
