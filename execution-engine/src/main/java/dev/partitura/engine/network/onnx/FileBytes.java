package dev.partitura.engine.network.onnx;

import dev.partitura.engine.file.AtomicFile;
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
        throw source.refuse(
            "file.missing", file.toString(), "there is no file " + file, "Check the path.");
      }
      if (!Files.isRegularFile(file)) {
        throw source.refuse(
            "file.kind",
            file.toString(),
            file + " is not a regular file",
            "Name a file, not a folder or a device.");
      }
      long size = Files.size(file);
      if (size == 0) {
        throw source.refuse(
            "file.empty", file.toString(), "the file is empty", "Download or export it again.");
      }
      if (size > Integer.MAX_VALUE - 16) {
        throw source.refuse(
            "onnx.large",
            file.toString(),
            "one file above 2 GB is beyond the format",
            "Export it with external data.");
      }
      if (size > Runtime.getRuntime().maxMemory()) {
        throw source.refuse(
            "memory.short",
            file.toString(),
            "it needs "
                + (size >> 20)
                + " MiB of memory and the program may use "
                + (Runtime.getRuntime().maxMemory() >> 20)
                + " MiB",
            "Start it with a larger -Xmx, or export the model with external data.");
      }
      return Files.readAllBytes(file);
    } catch (IOException fault) {
      throw source.refuse(
          "file.unreadable",
          file.toString(),
          AtomicFile.reason(fault).toString(),
          "Check the file and its permissions.");
    }
  }

  /// A refusal of bytes that are no protobuf message, which guesses what they are instead.
  static ProblemException notProtobuf(byte[] bytes, Source source, String wanted) {
    var head = new String(bytes, 0, Math.min(bytes.length, 64), StandardCharsets.ISO_8859_1);
    if (head.startsWith("version https://git-lfs")) {
      return source.refuse(
          "onnx.lfs", "", "it is only a Git LFS pointer", "Fetch the real file with git lfs pull.");
    }
    if (head.startsWith("PK")) {
      return source.refuse(
          "onnx.zip",
          "",
          "it is a ZIP archive (perhaps a PyTorch checkpoint)",
          "Export the model to ONNX first.");
    }
    if (head.stripLeading().startsWith("<")) {
      return source.refuse(
          "onnx.html", "", "it is a web page or XML", "Download the model file itself.");
    }
    if (head.chars().allMatch(c -> c >= ' ' && c < 127 || c == '\n' || c == '\r' || c == '\t')) {
      return source.refuse(
          "onnx.text", "", "it is a text file, not " + wanted, "Choose another file.");
    }
    return source.refuse(
        "onnx.damaged",
        "",
        "its bytes are cut short, damaged or not " + wanted,
        "Download or export it again.");
  }
}
