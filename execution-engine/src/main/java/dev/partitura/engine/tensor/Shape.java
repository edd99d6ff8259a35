package dev.partitura.engine.tensor;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Sizes of a tensor's axes, outermost first. An axis may be unknown, and an unknown axis may carry
/// a symbol such as `batch`. Immutable.
public final class Shape {
  public static final long UNKNOWN = -1;
  public static final Shape SCALAR = of();

  private final long[] sizes;
  private final @Nullable String[] symbols;

  private Shape(long[] sizes, @Nullable String[] symbols) {
    this.sizes = sizes;
    this.symbols = symbols;
  }

  /// A shape of the given sizes; [#UNKNOWN] marks an axis nobody knows.
  public static Shape of(long... sizes) {
    for (long size : sizes) {
      if (size < UNKNOWN) {
        throw new IllegalArgumentException("Axis size " + size + " is negative");
      }
    }
    return new Shape(sizes.clone(), new @Nullable String[sizes.length]);
  }

  /// This shape with axis `axis` unknown under the name `symbol`.
  public Shape withSymbol(int axis, String symbol) {
    var newSizes = sizes.clone();
    var newSymbols = symbols.clone();
    newSizes[axis] = UNKNOWN;
    newSymbols[axis] = symbol;
    return new Shape(newSizes, newSymbols);
  }

  public Shape withSize(int axis, long size) {
    var newSizes = sizes.clone();
    var newSymbols = symbols.clone();
    newSizes[axis] = size;
    newSymbols[axis] = null;
    return new Shape(newSizes, newSymbols);
  }

  public int rank() {
    return sizes.length;
  }

  /// Size of an axis or [#UNKNOWN]. A negative `axis` counts from the last.
  public long size(int axis) {
    return sizes[axis < 0 ? axis + sizes.length : axis];
  }

  public @Nullable String symbol(int axis) {
    return symbols[axis < 0 ? axis + sizes.length : axis];
  }

  public boolean isKnown(int axis) {
    return size(axis) >= 0;
  }

  /// Whether every axis has a size.
  public boolean isStatic() {
    for (long size : sizes) {
      if (size < 0) {
        return false;
      }
    }
    return true;
  }

  /// Number of elements.
  ///
  /// @throws IllegalStateException when an axis is unknown
  /// @throws ArithmeticException when the product exceeds a long
  public long elementCount() {
    long count = 1;
    for (long size : sizes) {
      if (size < 0) {
        throw new IllegalStateException("Shape " + this + " has an unknown axis");
      }
      count = Math.multiplyExact(count, size);
    }
    return count;
  }

  /// Product of the sizes of the axes `begin` to `end`, exclusive, all of them known.
  ///
  /// @throws ArithmeticException when the product exceeds a long
  public long product(int begin, int end) {
    long product = 1;
    for (int axis = begin; axis < end; axis++) {
      product = Math.multiplyExact(product, sizes[axis]);
    }
    return product;
  }

  /// A copy of the sizes, unknown axes as [#UNKNOWN].
  public long[] sizes() {
    return sizes.clone();
  }

  /// Distance in elements between neighbours along each axis, row-major.
  public long[] strides() {
    return stridesOf(sizes);
  }

  /// As [#strides], of a shape of these sizes.
  public static long[] stridesOf(long... sizes) {
    var strides = new long[sizes.length];
    long stride = 1;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= sizes[axis];
    }
    return strides;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Shape shape
        && Arrays.equals(sizes, shape.sizes)
        && Arrays.equals(symbols, shape.symbols);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(sizes), Arrays.hashCode(symbols));
  }

  /// Such as `1×3×224×224`, with the symbol or `?` for an unknown axis; a scalar is `scalar`.
  @Override
  public String toString() {
    if (sizes.length == 0) {
      return "scalar";
    }
    var text = new StringBuilder();
    for (int axis = 0; axis < sizes.length; axis++) {
      if (axis > 0) {
        text.append('×');
      }
      var symbol = symbols[axis];
      text.append(sizes[axis] >= 0 ? Long.toString(sizes[axis]) : symbol != null ? symbol : "?");
    }
    return text.toString();
  }
}
