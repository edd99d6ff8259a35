package dev.partitura.ui.canvas;

import java.nio.IntBuffer;
import javafx.geometry.Rectangle2D;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import org.jspecify.annotations.Nullable;

/// Rows of pixels that are drawn as one image each: the same cost however many colours they have.
/// Made when first needed, and as large as the picture.
final class PixelRows {
  private @Nullable Raster raster;
  private int width;
  private int height;
  private int usedRows;

  /// Pixels and the image that shows them.
  private static final class Raster {
    final int width;
    final int height;
    final int[] pixels;
    final PixelBuffer<IntBuffer> buffer;
    final WritableImage image;

    Raster(int width, int height) {
      this.width = width;
      this.height = height;
      pixels = new int[width * height];
      buffer =
          new PixelBuffer<>(
              width, height, IntBuffer.wrap(pixels), PixelFormat.getIntArgbPreInstance());
      image = new WritableImage(buffer);
    }
  }

  /// Begins a picture of this size.
  void begin(int columns, int rows) {
    width = columns;
    height = rows;
    usedRows = 0;
  }

  private Raster raster() {
    var present = raster;
    if (present == null || width > present.width || height > present.height) {
      present =
          present == null
              ? new Raster(width, height)
              : new Raster(Math.max(width, present.width), Math.max(height, present.height));
      raster = present;
    }
    return present;
  }

  /// Draws a rectangle of one colour a column; what has no room left in the picture is left out.
  void draw(GraphicsContext canvas, int x, int y, int rows, int[] colors) {
    var into = raster();
    int count = Math.min(colors.length, into.width);
    if (count == 0 || rows == 0 || usedRows + rows > into.height) {
      return;
    }
    int first = usedRows * into.width;
    for (int i = 0; i < count; i++) {
      into.pixels[first + i] = premultiplied(colors[i]);
    }
    for (int row = 1; row < rows; row++) {
      System.arraycopy(into.pixels, first, into.pixels, first + row * into.width, count);
    }
    canvas.drawImage(into.image, 0, usedRows, count, rows, x, y, count, rows);
    usedRows += rows;
  }

  /// Draws a whole picture of opaque pixels; nothing else has room in it.
  void drawAll(GraphicsContext canvas, int columns, int rows, int[] argb) {
    var into = raster();
    if (usedRows > 0 || columns > into.width || rows > into.height) {
      return;
    }
    for (int row = 0; row < rows; row++) {
      System.arraycopy(argb, row * columns, into.pixels, row * into.width, columns);
    }
    canvas.drawImage(into.image, 0, 0, columns, rows, 0, 0, columns, rows);
    usedRows = rows;
  }

  /// Hands the pixels to the screen.
  void end() {
    if (usedRows > 0 && raster != null) {
      var written = new Rectangle2D(0, 0, raster.width, usedRows);
      raster.buffer.updateBuffer(_ -> written);
    }
  }

  private static int premultiplied(int argb) {
    int alpha = argb >>> 24;
    if (alpha == 255) {
      return argb;
    }
    int red = ((argb >> 16) & 255) * alpha / 255;
    int green = ((argb >> 8) & 255) * alpha / 255;
    int blue = (argb & 255) * alpha / 255;
    return alpha << 24 | red << 16 | green << 8 | blue;
  }
}
