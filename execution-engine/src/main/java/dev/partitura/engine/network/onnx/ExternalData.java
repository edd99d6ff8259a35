package dev.partitura.engine.network.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.partitura.engine.file.AtomicFile;
import dev.partitura.engine.file.Companion;
import dev.partitura.engine.file.MappedFile;
import dev.partitura.engine.network.ConstantSource;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Reads tensor content that a model keeps in a file beside it. Only files that are a [Companion]
/// of the model are opened.
final class ExternalData {
  private final Source source;
  private final Map<String, MappedFile> files = new HashMap<>();

  ExternalData(Source source) {
    this.source = source;
  }

  /// The tensor `proto` points to, copied. Sizes are compared with the file before memory is taken.
  Tensor read(TensorProto proto, TensorType type, Phrase what) {
    var range = locate(proto, type, what);
    var bytes = range.file().slice(range.offset(), Packing.bytes(type.dataType(), elements(type)));
    var tensor = Tensor.allocate(type);
    if (Packing.isPacked(type.dataType())) {
      Packing.unpack(bytes, tensor);
    } else {
      tensor.data().copyFrom(bytes);
    }
    return tensor;
  }

  /// Where the elements of `proto` lie.
  ConstantSource.FileRange locate(TensorProto proto, TensorType type, Phrase what) {
    var entries = new HashMap<String, String>();
    proto.getExternalDataList().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
    var location = entries.getOrDefault("location", "");
    long needed = Packing.bytes(type.dataType(), elements(type));
    long offset = number(entries, "offset", 0, what);
    long length = number(entries, "length", needed, what);
    if (length != needed) {
      throw source.refuse("onnx.external.size", what, what, needed, length);
    }
    var file = mapped(location, what);
    if (offset > file.sizeBytes() - needed) {
      throw source.refuse(
          "onnx.external.range", what, what, offset, offset + needed, location, file.sizeBytes());
    }
    return new ConstantSource.FileRange(file, offset);
  }

  private static long elements(TensorType type) {
    return type.knownShape().elementCount();
  }

  private MappedFile mapped(String location, Phrase what) {
    var known = files.get(location);
    if (known != null) {
      return known;
    }
    try {
      var file = MappedFile.of(locate(location, what));
      files.put(location, file);
      return file;
    } catch (IOException fault) {
      throw unreadable(location, what, fault);
    }
  }

  private Path locate(String location, Phrase what) {
    var file = source.file();
    if (file == null) {
      throw source.refuse("onnx.external.nofolder", what, what);
    }
    try {
      var real = Companion.find(file, location);
      if (!Files.isRegularFile(real)) {
        throw source.refuse("onnx.external.kind", what, location, what);
      }
      return real;
    } catch (Companion.OutsideException outside) {
      throw source.refuse("onnx.external.outside", what, what, location, outside.reason());
    } catch (NoSuchFileException missing) {
      throw source.refuse(
          "onnx.external.missing", what, location, what, file.toAbsolutePath().resolveSibling(""));
    } catch (IOException fault) {
      throw unreadable(location, what, fault);
    }
  }

  private ProblemException unreadable(String location, Phrase what, IOException fault) {
    return source.refuse(
        "onnx.external.unreadable", what, location, what, AtomicFile.reason(fault));
  }

  private long number(Map<String, String> entries, String key, long fallback, Phrase what) {
    var text = entries.get(key);
    if (text == null) {
      return fallback;
    }
    try {
      long value = Long.parseLong(text.strip());
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException _) {
      // Refused below, like a negative number.
    }
    throw source.refuse("onnx.external.number", what, what, key, text);
  }
}
