package dev.partitura.editor.routing;

import dev.partitura.ui.canvas.Box;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/// Finds which of many boxes meet a region without looking at them all: a grid with the boxes of
/// each cell. Immutable; cost O(boxes) to build, O(found + cells) to ask.
public final class BoxIndex {
  private static final int MOST_CELLS = 1 << 15;
  private static final int WIDE = 64;

  private final List<Box> boxes;
  private final Box extent;
  private final int columns;
  private final int rows;
  private final double cell;
  private final int[] first;
  private final int[] members;
  private final int[] wide;

  public BoxIndex(List<Box> boxes) {
    this.boxes = boxes;
    var all = Box.NOTHING;
    for (var box : boxes) {
      all = all.with(box);
    }
    extent = all.isEmpty() ? new Box(0, 0, 1, 1) : all;
    double area = Math.max(1, extent.width()) * Math.max(1, extent.height());
    cell = Math.max(1, Math.sqrt(area / Math.clamp(boxes.size(), 1, MOST_CELLS)));
    columns = cells(extent.width());
    rows = cells(extent.height());
    first = new int[columns * rows + 1];
    var spread = new boolean[boxes.size()];
    for (int i = 0; i < spread.length; i++) {
      spread[i] = span(boxes.get(i)) > WIDE;
      if (!spread[i]) {
        eachCell(boxes.get(i), at -> first[at + 1]++);
      }
    }
    for (int i = 1; i < first.length; i++) {
      first[i] += first[i - 1];
    }
    members = new int[first[first.length - 1]];
    var next = Arrays.copyOf(first, first.length);
    for (int i = 0; i < spread.length; i++) {
      int box = i;
      if (!spread[i]) {
        eachCell(boxes.get(i), at -> members[next[at]++] = box);
      }
    }
    wide = java.util.stream.IntStream.range(0, spread.length).filter(i -> spread[i]).toArray();
  }

  private int cells(double length) {
    return Math.clamp((long) Math.ceil(length / cell), 1, MOST_CELLS);
  }

  private int column(double x) {
    return Math.clamp((long) Math.floor((x - extent.left()) / cell), 0, columns - 1);
  }

  private int row(double y) {
    return Math.clamp((long) Math.floor((y - extent.top()) / cell), 0, rows - 1);
  }

  private long span(Box box) {
    return (column(box.right()) - column(box.left()) + 1L)
        * (row(box.bottom()) - row(box.top()) + 1L);
  }

  private void eachCell(Box box, IntConsumer visit) {
    for (int r = row(box.top()); r <= row(box.bottom()); r++) {
      for (int c = column(box.left()); c <= column(box.right()); c++) {
        visit.accept(r * columns + c);
      }
    }
  }

  /// Every box that meets the region, each once, in ascending order.
  public int[] meeting(Box region) {
    if (region.contains(extent)) {
      return java.util.stream.IntStream.range(0, boxes.size()).toArray();
    }
    var found = new int[16];
    int count = 0;
    for (int i : wide) {
      if (boxes.get(i).meets(region)) {
        found = count == found.length ? Arrays.copyOf(found, count * 2) : found;
        found[count++] = i;
      }
    }
    for (int r = row(region.top()); r <= row(region.bottom()); r++) {
      for (int c = column(region.left()); c <= column(region.right()); c++) {
        for (int k = first[r * columns + c]; k < first[r * columns + c + 1]; k++) {
          var box = boxes.get(members[k]);
          // A box of several cells is taken in the first of them that is looked at.
          boolean isFirst =
              r == Math.max(row(region.top()), row(box.top()))
                  && c == Math.max(column(region.left()), column(box.left()));
          if (isFirst && box.meets(region)) {
            found = count == found.length ? Arrays.copyOf(found, count * 2) : found;
            found[count++] = members[k];
          }
        }
      }
    }
    var exact = Arrays.copyOf(found, count);
    Arrays.sort(exact);
    return exact;
  }
}
