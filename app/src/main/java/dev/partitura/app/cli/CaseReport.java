package dev.partitura.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes a JSON object a line and flushes each, so that a reader knows which case was on when a
/// process died.
final class CaseReport implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BufferedWriter writer;

  CaseReport(Path file) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    writer = Files.newBufferedWriter(file);
  }

  void started(String name) throws IOException {
    write(JSON.createObjectNode().put("case", name).put("status", "start"));
  }

  void ended(CaseResult result) throws IOException {
    write(
        JSON.createObjectNode()
            .put("case", result.name())
            .put("status", result.status().word())
            .putNull("maxError")
            .put("message", result.message())
            .put("millis", result.millis()));
  }

  private void write(ObjectNode line) throws IOException {
    writer.write(line.toString());
    writer.write('\n');
    writer.flush();
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
