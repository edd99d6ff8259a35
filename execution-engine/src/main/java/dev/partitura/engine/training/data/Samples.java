package dev.partitura.engine.training.data;

import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.lang.foreign.MemorySegment;

/// Samples and their labels, by the first axis.
///
/// @param inputs `[samples, …]`
/// @param labels int64 `[samples]` or `[samples, positions]`, from 0 up
public record Samples(Tensor inputs, Tensor labels) {
  public Samples {
    if (inputs.shape().rank() < 1
        || labels.shape().rank() < 1
        || inputs.shape().size(0) != labels.shape().size(0)) {
      throw new IllegalArgumentException(
          inputs.type() + " and " + labels.type() + " are not of as many samples");
    }
  }

  public int count() {
    return Math.toIntExact(inputs.shape().size(0));
  }

  /// The samples from `from` on, where they lie.
  public Samples range(int from, int count) {
    return new Samples(range(inputs, from, count), range(labels, from, count));
  }

  /// Copies sample `index` to place `place` of others of the same kind.
  void copy(int index, Samples to, int place) {
    copy(inputs, index, to.inputs, place);
    copy(labels, index, to.labels, place);
  }

  private static void copy(Tensor from, int index, Tensor to, int place) {
    long bytes = sampleBytes(from);
    MemorySegment.copy(from.data(), index * bytes, to.data(), place * bytes, bytes);
  }

  private static Tensor range(Tensor of, int from, int count) {
    long bytes = sampleBytes(of);
    return Tensor.over(ofCount(of.type(), count), of.data().asSlice(from * bytes, count * bytes));
  }

  private static long sampleBytes(Tensor of) {
    return of.type().sizeBytes() / Math.max(1, of.shape().size(0));
  }

  /// The type of `count` samples.
  static TensorType ofCount(TensorType type, int count) {
    var sizes = type.knownShape().sizes();
    sizes[0] = count;
    return type.withShape(Shape.of(sizes));
  }

  /// Room for `count` samples of this kind.
  Samples room(int count) {
    return new Samples(
        Tensor.allocate(ofCount(inputs.type(), count)),
        Tensor.allocate(ofCount(labels.type(), count)));
  }
}
