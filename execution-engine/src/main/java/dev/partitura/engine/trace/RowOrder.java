package dev.partitura.engine.trace;

/// Orders rows of primitive columns without boxing. All orders are stable.
final class RowOrder {
  private static final int SHORT_RUN = 16;

  private final LongColumn start;
  private final LongColumn end;
  private final int[] order;

  private RowOrder(int[] order, LongColumn start, LongColumn end) {
    this.order = order;
    this.start = start;
    this.end = end;
  }

  /// Where the rows of each group begin when they are [#grouped], and behind them the count of
  /// rows.
  static int[] offsets(int[] group, int groups) {
    var first = new int[groups + 1];
    for (int of : group) {
      first[of + 1]++;
    }
    for (int i = 0; i < groups; i++) {
      first[i + 1] += first[i];
    }
    return first;
  }

  /// Row numbers grouped by `group`, whose rows begin at `first`; cost O(rows).
  static int[] grouped(int[] group, int rows, int[] first) {
    var next = first.clone();
    var order = new int[rows];
    for (int row = 0; row < rows; row++) {
      order[next[group[row]]++] = row;
    }
    return order;
  }

  /// Where each row lies in an order.
  static int[] places(int[] order) {
    var place = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      place[order[i]] = i;
    }
    return place;
  }

  /// Sorts the row numbers in `order[from..to)` by start; of those that start together, first the
  /// empty ones, then the longer before the shorter. Cost O(n) where they are sorted already.
  static void sort(int[] order, int from, int to, LongColumn start, LongColumn end) {
    var rows = new RowOrder(order, start, end);
    for (int i = from + 1; i < to; i++) {
      if (rows.isAfter(order[i - 1], order[i])) {
        rows.mergeSort(from, to);
        return;
      }
    }
  }

  private boolean isAfter(int one, int other) {
    long begin = start.get(one);
    long otherBegin = start.get(other);
    if (begin != otherBegin) {
      return begin > otherBegin;
    }
    long until = end.get(one);
    long otherUntil = end.get(other);
    boolean empty = until == begin;
    boolean otherEmpty = otherUntil == begin;
    return otherEmpty ? !empty : !empty && until < otherUntil;
  }

  private void mergeSort(int from, int to) {
    var spare = new int[to - from];
    int length = to - from;
    for (int run = from; run < to; run += SHORT_RUN) {
      insertionSort(run, Math.min(to, run + SHORT_RUN));
    }
    for (int width = SHORT_RUN; width < length; width *= 2) {
      for (int left = from; left + width < to; left += 2 * width) {
        merge(left, left + width, Math.min(to, left + 2 * width), spare);
      }
      if (width > Integer.MAX_VALUE / 2) {
        break;
      }
    }
  }

  private void insertionSort(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      int row = order[i];
      int place = i;
      while (place > from && isAfter(order[place - 1], row)) {
        order[place] = order[place - 1];
        place--;
      }
      order[place] = row;
    }
  }

  private void merge(int left, int middle, int right, int[] spare) {
    int count = middle - left;
    System.arraycopy(order, left, spare, 0, count);
    int taken = 0;
    int other = middle;
    int place = left;
    while (taken < count) {
      if (other < right && isAfter(spare[taken], order[other])) {
        order[place++] = order[other++];
      } else {
        order[place++] = spare[taken++];
      }
    }
  }
}
