package dev.partitura.engine.training.data;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/// A set of samples that are made from a seed, each by itself.
///
/// @param axes names of the axes of one sample
/// @param sizes of them
/// @param positions labels of one sample; 0 for a single one
/// @param trained samples to train on
/// @param tested samples to test on
/// @param usually how a network that is small for these data learns them
/// @param maker of one sample
record MadeData(
    String name,
    List<String> axes,
    long[] sizes,
    int positions,
    int classes,
    int trained,
    int tested,
    Datasets.Usual usually,
    Maker maker) {
  /// Makes one sample.
  @FunctionalInterface
  interface Maker {
    /// @param number of the sample; those of neighbouring numbers are of neighbouring classes
    /// @param values elements of the sample, row-major; zero at first
    /// @param labels of the sample
    void make(int number, SplittableRandom random, float[] values, long[] labels);
  }

  /// Of one sample.
  long elements() {
    return LongStream.of(sizes).reduce(1, Math::multiplyExact);
  }

  Dataset of(long seed) {
    var random = new SplittableRandom(seed);
    return new Dataset(
        name, axes, classes, samples(trained, random), samples(tested, random), seed);
  }

  private Samples samples(int count, SplittableRandom random) {
    var shape = Shape.of(LongStream.concat(LongStream.of(count), LongStream.of(sizes)).toArray());
    var samples =
        new Samples(
            Tensor.allocate(new TensorType(DataType.FLOAT, shape)),
            Tensor.allocate(
                new TensorType(
                    DataType.INT64,
                    positions == 0 ? Shape.of(count) : Shape.of(count, positions))));
    int elements = Math.toIntExact(shape.product(1, shape.rank()));
    var labels = new long[Math.max(1, positions)];
    var values = new float[elements];
    for (int i = 0; i < count; i++) {
      Checkpoint.pass();
      Arrays.fill(values, 0);
      maker.make(i, random, values, labels);
      MemorySegment.copy(
          values,
          0,
          samples.inputs().data(),
          ValueLayout.JAVA_FLOAT_UNALIGNED,
          (long) i * elements * Float.BYTES,
          elements);
      for (int k = 0; k < labels.length; k++) {
        samples.labels().setLong((long) i * labels.length + k, labels[k]);
      }
    }
    return samples;
  }
}
