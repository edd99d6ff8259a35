package dev.partitura.engine.task.lower;

import java.util.Arrays;

/// The memory of one root slot on one device, with everybody who touches it in one micro-batch.
/// Mutable while lowering builds it.
final class Storage {
  /// Offset of a storage that has memory of its own for each micro-batch, because a network output
  /// lives in it.
  static final long PINNED = -2;

  private static final long NOT_PLACED = -1;

  final int device;
  final int slot;

  /// Bytes, or [dev.partitura.engine.backend.Slot#DYNAMIC].
  final long sizeBytes;

  boolean pinned;

  /// Place in the frame of its device.
  long offset = NOT_PLACED;

  private int accesses;
  private int[] node = new int[4];
  private long[] low = new long[4];
  private long[] high = new long[4];
  private boolean[] write = new boolean[4];

  Storage(int device, int slot, long sizeBytes) {
    this.device = device;
    this.slot = slot;
    this.sizeBytes = sizeBytes;
  }

  boolean isDynamic() {
    return sizeBytes < 0;
  }

  boolean isPlaced() {
    return offset >= 0;
  }

  void access(int byNode, long from, long to, boolean writes) {
    if (accesses == node.length) {
      int size = accesses * 2;
      node = Arrays.copyOf(node, size);
      low = Arrays.copyOf(low, size);
      high = Arrays.copyOf(high, size);
      write = Arrays.copyOf(write, size);
    }
    node[accesses] = byNode;
    low[accesses] = from;
    high[accesses] = to;
    write[accesses++] = writes;
  }

  int accessCount() {
    return accesses;
  }

  int node(int access) {
    return node[access];
  }

  long low(int access) {
    return low[access];
  }

  long high(int access) {
    return high[access];
  }

  boolean writes(int access) {
    return write[access];
  }

  int firstNode() {
    return node[0];
  }

  int lastNode() {
    return node[accesses - 1];
  }
}
