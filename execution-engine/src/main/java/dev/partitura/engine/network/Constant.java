package dev.partitura.engine.network;

import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;

/// A value of a network that is the same in every run, such as a weight: its type, and where its
/// elements come from. It holds no elements unless its source does, so a network of any size is an
/// ordinary value. Immutable; any thread.
///
/// @param type static
public record Constant(TensorType type, ConstantSource source) {
  /// A constant whose elements are at hand.
  public static Constant of(Tensor tensor) {
    return new Constant(tensor.type(), new ConstantSource.Given(tensor));
  }

  /// A constant of which nothing but the type is known: it can be planned and priced, not run.
  public static Constant ofShape(TensorType type) {
    return new Constant(type, new ConstantSource.ShapeOnly());
  }

  /// Whether the elements can be had.
  public boolean isKnown() {
    return source.isKnown();
  }

  /// The elements. Cost: none where they lie in memory or in a mapped file, else that of making
  /// them; memory made for them is freed by the garbage collector.
  ///
  /// @throws ProblemException when they cannot be had: `weights.missing` for a constant of which
  ///   only the shape is known, `weights.changed` when the file is no longer what was opened
  public Tensor tensor() {
    return source.tensor(type);
  }

  /// Bytes of the elements in memory.
  public long sizeBytes() {
    return type.sizeBytes();
  }

  /// The same elements under another shape of equal count.
  public Constant reshaped(Shape shape) {
    return shape.equals(type.knownShape())
        ? this
        : new Constant(
            type.withShape(shape),
            new ConstantSource.Derived(this, before -> before.reshaped(shape)));
  }
}
