package dev.partitura.ui.training;

import dev.partitura.engine.training.data.Datasets;
import dev.partitura.ui.theme.Texts;
import java.nio.file.Path;

/// What data of a training are called: the words for those that are made here, the name of a file.
public final class DataName {
  private DataName() {}

  /// @param texts of this package
  public static String of(String data, Texts texts) {
    if (Datasets.names().contains(data)) {
      return texts.has("data." + data) ? texts.get("data." + data) : data;
    }
    var file = Path.of(data).getFileName();
    return file == null ? data : file.toString();
  }
}
