package dev.partitura.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.file.JsonText;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes a JSON object a line and flushes each, so that a reader knows which case was on when a
/// process died.
final class CaseReport implements AutoCloseable {
  private final BufferedWriter writer;

  CaseReport(Path file) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    writer =
        new BufferedWriter(
            new OutputStreamWriter(Files.newOutputStream(file), StandardCharsets.UTF_8));
  }

  void started(String name) throws IOException {
    write(JsonText.object().put("case", name).put("status", "start"));
  }

  void ended(CaseResult result) throws IOException {
    write(
        JsonText.object()
            .put("case", result.name())
            .put("status", result.status().word())
            .putNull("maxError")
            .put("message", result.message())
            .put("millis", result.millis()));
  }

  private void write(ObjectNode line) throws IOException {
    writer.write(JsonText.line(line));
    writer.write('\n');
    writer.flush();
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
