package dev.partitura.engine.backend.gpu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// The kernels of our own as text.
public final class KernelSource {
  private KernelSource() {}

  /// @param prelude such as `opencl.h`
  public static String behind(String prelude) {
    return text(prelude) + text("kernels.c");
  }

  /// A file that lies beside the kernels.
  public static String text(String name) {
    try (var file = KernelSource.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
