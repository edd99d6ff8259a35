package dev.partitura.engine.network.onnx;

import dev.partitura.engine.file.AtomicFile;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The whole content of a file a person named, or one sentence that says why there is none.
final class FileBytes {
  private FileBytes() {}

  static byte[] read(Path file, Source source) {
    try {
      if (!Files.exists(file)) {
        throw source.refuse("onnx.file.missing", file.toString(), file);
      }
      if (!Files.isRegularFile(file)) {
        throw source.refuse("onnx.file.kind", file.toString(), file);
      }
      long size = Files.size(file);
      if (size == 0) {
        throw source.refuse("onnx.file.empty", file.toString());
      }
      if (size > Integer.MAX_VALUE - 16) {
        throw source.refuse("onnx.large", file.toString());
      }
      if (size > Runtime.getRuntime().maxMemory()) {
        throw source.refuse(
            "onnx.memory.size", file.toString(), size, Runtime.getRuntime().maxMemory());
      }
      return Files.readAllBytes(file);
    } catch (IOException fault) {
      throw source.refuse("file.unreadable", file.toString(), AtomicFile.reason(fault));
    }
  }

  /// A refusal of bytes that are no protobuf message, which guesses what they are instead.
  static ProblemException notProtobuf(byte[] bytes, Source source, Phrase wanted) {
    var head = new String(bytes, 0, Math.min(bytes.length, 64), StandardCharsets.ISO_8859_1);
    if (head.startsWith("version https://git-lfs")) {
      return source.refuse("onnx.lfs", "");
    }
    if (head.startsWith("PK")) {
      return source.refuse("onnx.zip", "");
    }
    if (head.stripLeading().startsWith("<")) {
      return source.refuse("onnx.html", "");
    }
    if (head.chars().allMatch(c -> c >= ' ' && c < 127 || c == '\n' || c == '\r' || c == '\t')) {
      return source.refuse("onnx.text", "", wanted);
    }
    return source.refuse("onnx.damaged", "", wanted);
  }
}
