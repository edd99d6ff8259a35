package dev.partitura.engine.task;

import java.util.Arrays;

/// Ranks of the ready tasks of one queue, lowest first. Used by one thread; cost O(log size) each.
public final class ReadyHeap {
  private int[] ranks = new int[256];
  private int size;

  public void clear() {
    size = 0;
  }

  public void add(int rank) {
    if (size == ranks.length) {
      ranks = Arrays.copyOf(ranks, size * 2);
    }
    int place = size++;
    while (place > 0) {
      int parent = (place - 1) >>> 1;
      if (ranks[parent] <= rank) {
        break;
      }
      ranks[place] = ranks[parent];
      place = parent;
    }
    ranks[place] = rank;
  }

  /// The lowest rank, or -1 when there is none.
  public int poll() {
    if (size == 0) {
      return -1;
    }
    int lowest = ranks[0];
    int moved = ranks[--size];
    int place = 0;
    while (true) {
      int child = 2 * place + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && ranks[child + 1] < ranks[child]) {
        child++;
      }
      if (ranks[child] >= moved) {
        break;
      }
      ranks[place] = ranks[child];
      place = child;
    }
    ranks[place] = moved;
    return lowest;
  }
}
