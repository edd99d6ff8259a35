package dev.partitura.engine.backend;

import dev.partitura.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Where a kernel finds one value at run time. A planned buffer has its memory for good; a dynamic
/// one, whose size only the run tells, gets a tensor from its producer each time. Written by the
/// one task that produces the value, read by tasks that wait for it.
public final class Buffer {
  private final @Nullable MemorySegment planned;
  private @Nullable Tensor tensor;
  private double magnitude = Double.POSITIVE_INFINITY;

  private Buffer(@Nullable MemorySegment planned, @Nullable Tensor tensor) {
    this.planned = planned;
    this.tensor = tensor;
  }

  /// Memory of a fixed place in whatever layout producer and readers agreed on.
  public static Buffer planned(MemorySegment memory) {
    return new Buffer(memory, null);
  }

  /// A constant, or a plain row-major value of a fixed place.
  public static Buffer of(Tensor tensor) {
    return new Buffer(tensor.data(), tensor);
  }

  public static Buffer dynamic() {
    return new Buffer(null, null);
  }

  public boolean isPlanned() {
    return planned != null;
  }

  /// The memory of a planned buffer.
  ///
  /// @throws IllegalStateException for a dynamic buffer
  public MemorySegment memory() {
    if (planned == null) {
      throw new IllegalStateException("This value has no planned memory");
    }
    return planned;
  }

  /// The value as a plain row-major tensor, or null when it is in a blocked layout or not produced
  /// yet.
  public @Nullable Tensor tensor() {
    return tensor;
  }

  /// A bound of the value's elements that its producer knows: each is a number, and none is farther
  /// from 0. Infinite where nothing is known.
  public double magnitude() {
    return magnitude;
  }

  /// Tells what [#magnitude] is for the value just produced. A producer does so each time, or
  /// never.
  public void setMagnitude(double bound) {
    magnitude = bound;
  }

  /// Sets the value of a dynamic buffer.
  public void set(Tensor produced) {
    if (planned != null) {
      throw new IllegalStateException("This value has planned memory; write into it");
    }
    tensor = produced;
  }
}
