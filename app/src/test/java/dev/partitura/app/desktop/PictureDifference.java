package dev.partitura.app.desktop;

import javafx.scene.image.Image;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;

/// How a picture of the window differs from the one that is kept of it. Both are compared as means
/// of small cells, so that edges of letters and lines which another renderer smooths otherwise do
/// not count, and what was moved, added or left out does. Any thread.
///
/// @param share of all cells that differ, 0 to 1; 1 where the sizes differ
/// @param largest patch of cells that differ and touch each other, in cells
/// @param marked the new picture, with red over the cells that differ
record PictureDifference(double share, int largest, Image marked) {
  /// Pixels of a side of a cell: as a small letter is wide.
  static final int CELL = 8;

  /// How far the mean of a cell may be off, of 255.
  private static final int MOST_SHADE = 12;

  /// A word of four letters, or a line of eight cells that was moved.
  private static final int MOST_PATCH = 4;

  private static final int RED = 0xffff2020;

  static PictureDifference of(Image kept, Image now) {
    int width = (int) now.getWidth();
    int height = (int) now.getHeight();
    var marked = new WritableImage(now.getPixelReader(), width, height);
    if (width != (int) kept.getWidth() || height != (int) kept.getHeight()) {
      return new PictureDifference(1, Integer.MAX_VALUE, marked);
    }
    int columns = (width + CELL - 1) / CELL;
    int rows = (height + CELL - 1) / CELL;
    var differs = new boolean[rows * columns];
    int count = 0;
    for (int cell = 0; cell < differs.length; cell++) {
      int x = cell % columns * CELL;
      int y = cell / columns * CELL;
      if (isOther(kept.getPixelReader(), now.getPixelReader(), x, y, width, height)) {
        differs[cell] = true;
        count++;
        frame(marked, x, y, width, height);
      }
    }
    return new PictureDifference(
        (double) count / differs.length, largestPatch(differs, columns), marked);
  }

  /// Whether a person would see that something is elsewhere, and not only smoothed otherwise.
  boolean isSeen() {
    return largest > MOST_PATCH;
  }

  private static boolean isOther(
      PixelReader kept, PixelReader now, int left, int top, int width, int height) {
    var sums = new int[3];
    int count = 0;
    for (int y = top; y < Math.min(height, top + CELL); y++) {
      for (int x = left; x < Math.min(width, left + CELL); x++) {
        int before = kept.getArgb(x, y);
        int after = now.getArgb(x, y);
        for (int channel = 0; channel < sums.length; channel++) {
          int shift = 8 * channel;
          sums[channel] += (after >> shift & 255) - (before >> shift & 255);
        }
        count++;
      }
    }
    for (int sum : sums) {
      if (Math.abs(sum) > MOST_SHADE * count) {
        return true;
      }
    }
    return false;
  }

  private static void frame(WritableImage picture, int left, int top, int width, int height) {
    int right = Math.min(width, left + CELL);
    int bottom = Math.min(height, top + CELL);
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        if (x == left || y == top) {
          picture.getPixelWriter().setArgb(x, y, RED);
        } else {
          var color = picture.getPixelReader().getColor(x, y);
          picture.getPixelWriter().setColor(x, y, color.interpolate(Color.RED, 0.3));
        }
      }
    }
  }

  private static int largestPatch(boolean[] differs, int columns) {
    var open = differs.clone();
    var next = new int[differs.length];
    int largest = 0;
    for (int cell = 0; cell < open.length; cell++) {
      int count = 0;
      int end = 0;
      if (open[cell]) {
        open[cell] = false;
        next[end++] = cell;
      }
      while (count < end) {
        int at = next[count++];
        int column = at % columns;
        for (int near :
            new int[] {
              column > 0 ? at - 1 : at,
              column < columns - 1 ? at + 1 : at,
              Math.max(at - columns, column),
              at + columns < open.length ? at + columns : at
            }) {
          if (open[near]) {
            open[near] = false;
            next[end++] = near;
          }
        }
      }
      largest = Math.max(largest, count);
    }
    return largest;
  }
}
