package dev.partitura.editor.network;

import dev.partitura.ui.format.Format;

/// What goes over a cut in one iteration, in words.
public final class CutBytes {
  private CutBytes() {}

  /// Such as `6.40 kB`; where the plan chooses the batch, that of a micro-batch and how many there
  /// are, such as `1.60 kB × 4`. Empty where nothing is known to go.
  public static String text(GraphModel model, String value) {
    return times(model.facts().bytes(value), model.batch() > 0 ? 1 : model.slices());
  }

  /// Of a micro-batch, for all of them.
  public static String ofSlices(GraphModel model, long bytes) {
    return times(bytes, model.slices());
  }

  private static String times(long bytes, int times) {
    if (bytes == 0) {
      return "";
    }
    return times == 1 ? Format.bytes(bytes) : Format.bytes(bytes) + " × " + times;
  }
}
