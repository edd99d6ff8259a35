package dev.partitura.engine.tensor;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Element type and shape of a value. A null shape means that not even the rank is known.
public record TensorType(DataType dataType, @Nullable Shape shape) {
  public TensorType {
    Objects.requireNonNull(dataType);
  }

  public static TensorType of(DataType dataType, long... sizes) {
    return new TensorType(dataType, Shape.of(sizes));
  }

  public boolean isStatic() {
    return shape != null && shape.isStatic();
  }

  /// The shape.
  ///
  /// @throws IllegalStateException when the rank is unknown
  public Shape knownShape() {
    if (shape == null) {
      throw new IllegalStateException("The rank of this value is unknown");
    }
    return shape;
  }

  /// Bytes of a dense row-major tensor of this type.
  ///
  /// @throws IllegalStateException when an axis is unknown
  public long sizeBytes() {
    return Math.multiplyExact(knownShape().elementCount(), dataType.sizeBytes());
  }

  public TensorType withShape(@Nullable Shape newShape) {
    return new TensorType(dataType, newShape);
  }

  /// Such as `float32 1×3×224×224`.
  @Override
  public String toString() {
    return dataType.label() + " " + (shape == null ? "of unknown rank" : shape.toString());
  }
}
