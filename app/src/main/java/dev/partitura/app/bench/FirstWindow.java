package dev.partitura.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/// Starts this program anew with a sample, lets it draw its window into a picture, and takes the
/// time until it has ended.
final class FirstWindow {
  private static final int MOST_SECONDS = 60;

  private FirstWindow() {}

  static OptionalLong millis() {
    var command = command();
    if (command.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      var picture = Files.createTempFile("partitura", ".png");
      try {
        command.addAll(List.of("open", "lenet", "--snapshot", picture.toString()));
        long begin = System.nanoTime();
        var process =
            new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean ended = process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
        long nanos = System.nanoTime() - begin;
        if (!ended) {
          process.destroyForcibly();
        }
        return ended && process.exitValue() == 0 && Files.size(picture) > 0
            ? OptionalLong.of(TimeUnit.NANOSECONDS.toMillis(nanos))
            : OptionalLong.empty();
      } finally {
        Files.deleteIfExists(picture);
      }
    } catch (IOException missing) {
      return OptionalLong.empty();
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
      return OptionalLong.empty();
    }
  }

  /// The command line of this process up to the main class.
  private static List<String> command() {
    var info = ProcessHandle.current().info();
    var arguments = info.arguments().map(List::of).orElse(List.of());
    int end = arguments.indexOf("bench");
    var command = new ArrayList<String>();
    if (end > 0 && info.command().isPresent()) {
      command.add(info.command().get());
      command.addAll(arguments.subList(0, end));
    }
    return command;
  }
}
