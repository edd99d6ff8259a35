package dev.partitura.engine.network.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.partitura.engine.file.AtomicFile;
import dev.partitura.engine.file.MappedFile;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The whole content of a file a person named, or one sentence that says why there is none.
final class FileBytes {
  private FileBytes() {}

  /// The bytes, copied.
  static ByteString read(Path file, Source source) {
    return checked(
        file,
        source,
        () -> {
          long size = Files.size(file);
          if (size > Runtime.getRuntime().maxMemory()) {
            throw source.refuse(
                "onnx.memory.size", file.toString(), size, Runtime.getRuntime().maxMemory());
          }
          return UnsafeByteOperations.unsafeWrap(Files.readAllBytes(file));
        });
  }

  /// The bytes where they lie, to be read only.
  static MappedFile map(Path file, Source source) {
    return checked(file, source, () -> MappedFile.of(file));
  }

  @FunctionalInterface
  private interface Access<T> {
    T open() throws IOException;
  }

  private static <T> T checked(Path file, Source source, Access<T> access) {
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
      return access.open();
    } catch (IOException fault) {
      throw source.refuse("file.unreadable", file.toString(), AtomicFile.reason(fault));
    }
  }

  /// A refusal of bytes that are no protobuf message, which guesses what they are instead.
  static ProblemException notProtobuf(ByteString bytes, Source source, Phrase wanted) {
    var head = bytes.substring(0, Math.min(bytes.size(), 64)).toString(StandardCharsets.ISO_8859_1);
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
