package dev.partitura.app.cli;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.onnx.OnnxWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// By which words another process of this application finds a network: those by which it was found
/// here, or else a file that is written for it. Any thread.
public final class NetworkWords {
  private static final List<Known> KNOWN = new ArrayList<>();

  private NetworkWords() {}

  private record Known(WeakReference<Network> network, String words) {}

  /// Remembers how a network was found.
  static synchronized void remember(Network network, String words) {
    KNOWN.removeIf(known -> known.network().refersTo(null));
    KNOWN.add(new Known(new WeakReference<>(network), words));
  }

  private static synchronized @Nullable String find(Network network) {
    return KNOWN.stream()
        .filter(known -> known.network().refersTo(network))
        .map(Known::words)
        .findFirst()
        .orElse(null);
  }

  /// The words; a file that is written lasts as long as this process.
  public static String of(Network network) {
    var words = find(network);
    if (words != null) {
      return words;
    }
    try {
      var file = Files.createTempFile("partitura-network", ".onnx");
      file.toFile().deleteOnExit();
      OnnxWriter.write(network, file);
      remember(network, file.toString());
      return file.toString();
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }
}
