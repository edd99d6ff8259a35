package dev.partitura.engine.task.lower;

import dev.partitura.engine.column.ByteColumn;
import dev.partitura.engine.column.IntColumn;
import dev.partitura.engine.column.LongColumn;

/// The memory of one root slot on one device, with everybody who touches it in one micro-batch.
/// Mutable while lowering builds it.
final class Storage {
  /// Offset of a storage that has memory of its own for each micro-batch, because a network output
  /// lives in it.
  static final long PINNED = -2;

  /// Offset of a storage that stays from one iteration to the next and lies in no frame.
  static final long KEPT = -3;

  private static final long NOT_PLACED = -1;

  final int device;
  final int slot;

  /// Bytes, or [dev.partitura.engine.backend.Slot#DYNAMIC].
  final long sizeBytes;

  boolean pinned;

  /// Whether all who touch it belong to one action, so that actions one after another share it and
  /// it lies in the workspace of its device rather than in the frame.
  boolean passing;

  /// Place in the frame or the workspace of its device.
  long offset = NOT_PLACED;

  private final IntColumn node = new IntColumn();
  private final LongColumn low = new LongColumn();
  private final LongColumn high = new LongColumn();
  private final ByteColumn write = new ByteColumn();

  Storage(int device, int slot, long sizeBytes) {
    this.device = device;
    this.slot = slot;
    this.sizeBytes = sizeBytes;
  }

  boolean isDynamic() {
    return sizeBytes < 0;
  }

  /// Whether it stays, and the micro-batches write to it: what they make is summed there.
  ///
  /// @param repeated nodes that micro-batches repeat
  boolean isSum(int repeated) {
    for (int access = 0; isKept() && access < accessCount(); access++) {
      if (writes(access) && node(access) < repeated) {
        return true;
      }
    }
    return false;
  }

  boolean isKept() {
    return offset == KEPT;
  }

  /// Whether its place is in a frame of memory, which one micro-batch has at a time, or in a
  /// workspace.
  boolean isPlaced() {
    return !pinned && !isKept() && !isDynamic();
  }

  void access(int byNode, long from, long to, boolean writes) {
    node.add(byNode);
    low.add(from);
    high.add(to);
    write.add((byte) (writes ? 1 : 0));
  }

  int accessCount() {
    return node.size();
  }

  int node(int access) {
    return node.get(access);
  }

  long low(int access) {
    return low.get(access);
  }

  long high(int access) {
    return high.get(access);
  }

  boolean writes(int access) {
    return write.get(access) != 0;
  }

  int firstNode() {
    return node.get(0);
  }

  int lastNode() {
    return node.get(node.size() - 1);
  }
}
