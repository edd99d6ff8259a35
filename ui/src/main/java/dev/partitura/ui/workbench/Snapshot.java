package dev.partitura.ui.workbench;

import dev.partitura.engine.file.AtomicFile;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.ui.theme.Appearance;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.transform.Transform;

/// Pictures of a scene without a window or a display.
public final class Snapshot {
  private Snapshot() {}

  /// A scene that no stage shows, in the given look. On the FX thread.
  public static Scene scene(Parent root, Appearance appearance, int width, int height) {
    var scene = new Scene(root, width, height);
    appearance.dress(scene);
    settle(scene);
    return scene;
  }

  /// Styles and lays out a scene as a window would before its first frame. On the FX thread.
  public static void settle(Scene scene) {
    scene.getRoot().applyCss();
    scene.getRoot().layout();
  }

  /// Draws a scene; a scale of 2 gives four pixels for one. On the FX thread.
  public static Image draw(Scene scene, double scale) {
    settle(scene);
    if (scale == 1) {
      return scene.snapshot(null);
    }
    var parameters = new SnapshotParameters();
    parameters.setTransform(Transform.scale(scale, scale));
    return scene.getRoot().snapshot(parameters, null);
  }

  /// Writes an opaque picture as PNG. Any thread.
  ///
  /// @throws ProblemException when the file cannot be written
  public static void write(Image image, Path file) {
    AtomicFile.write(file, out -> write(image, out));
  }

  private static void write(Image image, OutputStream file) throws IOException {
    int width = (int) image.getWidth();
    int height = (int) image.getHeight();
    var row = new int[width];
    var pixels = new ByteArrayOutputStream();
    try (var packed = new DataOutputStream(new DeflaterOutputStream(pixels, new Deflater(6)))) {
      var line = new byte[1 + 3 * width];
      for (int y = 0; y < height; y++) {
        image
            .getPixelReader()
            .getPixels(0, y, width, 1, PixelFormat.getIntArgbInstance(), row, 0, width);
        for (int x = 0; x < width; x++) {
          line[1 + 3 * x] = (byte) (row[x] >> 16);
          line[2 + 3 * x] = (byte) (row[x] >> 8);
          line[3 + 3 * x] = (byte) row[x];
        }
        packed.write(line);
      }
    }
    var header = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(header)) {
      out.writeInt(width);
      out.writeInt(height);
      out.write(new byte[] {8, 2, 0, 0, 0});
    }
    var out = new DataOutputStream(file);
    out.writeLong(0x89504E470D0A1A0AL);
    chunk(out, "IHDR", header.toByteArray());
    chunk(out, "IDAT", pixels.toByteArray());
    chunk(out, "IEND", new byte[0]);
  }

  private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
    var name = type.getBytes(StandardCharsets.US_ASCII);
    var check = new CRC32();
    check.update(name);
    check.update(data);
    out.writeInt(data.length);
    out.write(name);
    out.write(data);
    out.writeInt((int) check.getValue());
  }
}
