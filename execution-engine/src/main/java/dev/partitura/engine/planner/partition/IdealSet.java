package dev.partitura.engine.planner.partition;

import java.util.Arrays;

/// Sets of items that were seen, as bits; grows as needed. One thread.
final class IdealSet {
  private static final int FIRST = 1 << 8;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final int words;
  private long[] bits;
  private int[] slots = new int[FIRST];
  private int size;

  IdealSet(int words) {
    this.words = words;
    bits = new long[words * FIRST];
  }

  /// Whether the set was not there yet; adds it then.
  boolean add(long[] set) {
    int slot = slot(set);
    if (slots[slot] != 0) {
      return false;
    }
    if ((size + 1) * words > bits.length) {
      bits = Arrays.copyOf(bits, bits.length * 2);
    }
    System.arraycopy(set, 0, bits, size * words, words);
    slots[slot] = ++size;
    if (size * 2 > slots.length) {
      grow();
    }
    return true;
  }

  private int slot(long[] set) {
    int slot = hash(set, 0) & (slots.length - 1);
    while (slots[slot] != 0 && !equal(set, (slots[slot] - 1) * words)) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private boolean equal(long[] set, int at) {
    for (int i = 0; i < words; i++) {
      if (bits[at + i] != set[i]) {
        return false;
      }
    }
    return true;
  }

  private int hash(long[] from, int at) {
    long hash = 0;
    for (int i = 0; i < words; i++) {
      hash = (hash ^ from[at + i]) * MIX;
      hash ^= hash >>> 29;
    }
    return (int) (hash >>> 16);
  }

  private void grow() {
    slots = new int[slots.length * 2];
    for (int i = 0; i < size; i++) {
      int slot = hash(bits, i * words) & (slots.length - 1);
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = i + 1;
    }
  }
}
