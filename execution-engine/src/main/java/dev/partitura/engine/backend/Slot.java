package dev.partitura.engine.backend;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/// A value of the program in one layout. Every replica and micro-batch has its own memory for each
/// slot that is neither constant nor an alias.
///
/// @param value name of the network's value it holds
/// @param type its type; null when not even the element type is known before the run
/// @param sizeBytes memory it takes in its layout; -1 when only the run tells (a dynamic slot)
/// @param plain whether its layout is the dense row-major one of [Tensor]
/// @param constant its value when it is the same in every run; such a slot is shared and never
///   written
/// @param aliasOf the slot whose memory this one views, or -1; never across stages
/// @param aliasOffsetBytes where in that slot the view begins
/// @param kept whether it stays from one iteration to the next and is one for all micro-batches of
///   a replica, as weights in training are
/// @param staged whether it lies in memory of the host also on a device that has its own
public record Slot(
    String value,
    @Nullable TensorType type,
    long sizeBytes,
    boolean plain,
    @Nullable Constant constant,
    int aliasOf,
    long aliasOffsetBytes,
    boolean kept,
    boolean staged) {
  public static final long DYNAMIC = -1;

  /// A value in the memory of its device.
  public Slot(
      String value,
      @Nullable TensorType type,
      long sizeBytes,
      boolean plain,
      @Nullable Constant constant,
      int aliasOf,
      long aliasOffsetBytes,
      boolean kept) {
    this(value, type, sizeBytes, plain, constant, aliasOf, aliasOffsetBytes, kept, false);
  }

  public boolean isDynamic() {
    return sizeBytes == DYNAMIC;
  }

  public boolean isAlias() {
    return aliasOf >= 0;
  }

  /// The same view of a slot of another number.
  public Slot viewing(int slot) {
    return new Slot(value, type, sizeBytes, plain, constant, slot, aliasOffsetBytes, kept, staged);
  }
}
