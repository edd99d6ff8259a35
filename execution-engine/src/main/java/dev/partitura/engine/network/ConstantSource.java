package dev.partitura.engine.network;

import dev.partitura.engine.file.MappedFile;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Where the elements of a [Constant] come from. Any thread.
public sealed interface ConstantSource {
  /// The elements, as a tensor of `type`.
  Tensor tensor(TensorType type);

  /// Whether they can be had.
  default boolean isKnown() {
    return true;
  }

  /// Elements in memory.
  record Given(Tensor tensor) implements ConstantSource {
    @Override
    public Tensor tensor(TensorType type) {
      return tensor;
    }
  }

  /// Elements in a mapped file from `offset`, row-major and little-endian as in memory; read by the
  /// system where they are touched.
  record FileRange(MappedFile file, long offset) implements ConstantSource {
    @Override
    public Tensor tensor(TensorType type) {
      return Tensor.over(type, file.slice(offset, type.sizeBytes()));
    }
  }

  /// Uniform float32 elements between `mean - spread` and `mean + spread`, the same on every
  /// machine; without spread all are `mean`. About a nanosecond an element. Source of the
  /// generator: SplitMix64, Steele et al. 2014, doi:10.1145/2660193.2660195.
  record Uniform(long seed, double mean, double spread) implements ConstantSource {
    private static final long GAMMA = 0x9e3779b97f4a7c15L;

    @Override
    public Tensor tensor(TensorType type) {
      if (type.dataType() != DataType.FLOAT) {
        throw new IllegalArgumentException("Uniform elements are float32, not " + type);
      }
      var tensor = Tensor.allocate(type);
      long state = seed;
      float low = (float) (mean - spread);
      float step = (float) (2 * spread / (1 << 24));
      for (long i = 0; i < tensor.elementCount(); i++) {
        state += GAMMA;
        tensor.setFloat(i, low + step * (mixed(state) >>> 40));
      }
      return tensor;
    }

    private static long mixed(long z) {
      z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
      z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
      return z ^ z >>> 31;
    }
  }

  /// Elements calculated from those of other constants; made when wanted, and again when nobody
  /// holds them any more.
  final class Derived implements ConstantSource {
    private final List<Constant> from;
    private final Function<List<Tensor>, Tensor> rule;
    private volatile WeakReference<Tensor> made = new WeakReference<>(null);

    /// @param rule pure
    public Derived(List<Constant> from, Function<List<Tensor>, Tensor> rule) {
      this.from = List.copyOf(from);
      this.rule = rule;
    }

    Derived(Constant from, UnaryOperator<Tensor> rule) {
      this(List.of(from), tensors -> rule.apply(tensors.getFirst()));
    }

    @Override
    public boolean isKnown() {
      return from.stream().allMatch(Constant::isKnown);
    }

    @Override
    public Tensor tensor(TensorType type) {
      var known = made.get();
      if (known == null) {
        known = rule.apply(from.stream().map(Constant::tensor).toList());
        if (known.dataType() != type.dataType()
            || !Arrays.equals(known.shape().sizes(), type.knownShape().sizes())) {
          throw new IllegalStateException("Made " + known.type() + " instead of " + type);
        }
        made = new WeakReference<>(known);
      }
      return Objects.requireNonNull(known);
    }
  }

  /// No elements: only the shape is known.
  record ShapeOnly() implements ConstantSource {
    @Override
    public boolean isKnown() {
      return false;
    }

    @Override
    public Tensor tensor(TensorType type) {
      throw ProblemException.of("weights.missing", "", type);
    }
  }
}
