package dev.partitura.engine.trace;

/// Orders rows of primitive columns without boxing. All orders are stable.
final class RowOrder {
  private static final int SHORT_RUN = 16;

  private RowOrder() {}

  /// Row numbers grouped by `group`, whose rows begin at `first`; cost O(rows).
  static int[] grouped(int[] group, int rows, int[] first) {
    var next = first.clone();
    var order = new int[rows];
    for (int row = 0; row < rows; row++) {
      order[next[group[row]]++] = row;
    }
    return order;
  }

  /// Sorts the row numbers in `order[from..to)` by `key`. Cost O(n) where they are sorted already.
  static void sort(int[] order, int from, int to, long[] key) {
    for (int i = from + 1; i < to; i++) {
      if (key[order[i - 1]] > key[order[i]]) {
        mergeSort(order, from, to, key, new int[to - from]);
        return;
      }
    }
  }

  private static void mergeSort(int[] order, int from, int to, long[] key, int[] spare) {
    int length = to - from;
    for (int run = from; run < to; run += SHORT_RUN) {
      insertionSort(order, run, Math.min(to, run + SHORT_RUN), key);
    }
    for (int width = SHORT_RUN; width < length; width *= 2) {
      for (int left = from; left + width < to; left += 2 * width) {
        merge(order, left, left + width, Math.min(to, left + 2 * width), key, spare);
      }
      if (width > Integer.MAX_VALUE / 2) {
        break;
      }
    }
  }

  private static void insertionSort(int[] order, int from, int to, long[] key) {
    for (int i = from + 1; i < to; i++) {
      int row = order[i];
      int place = i;
      while (place > from && key[order[place - 1]] > key[row]) {
        order[place] = order[place - 1];
        place--;
      }
      order[place] = row;
    }
  }

  private static void merge(int[] order, int left, int middle, int right, long[] key, int[] spare) {
    int count = middle - left;
    System.arraycopy(order, left, spare, 0, count);
    int taken = 0;
    int other = middle;
    int place = left;
    while (taken < count) {
      if (other < right && key[order[other]] < key[spare[taken]]) {
        order[place++] = order[other++];
      } else {
        order[place++] = spare[taken++];
      }
    }
  }
}
