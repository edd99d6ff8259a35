package dev.partitura.engine.network.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.partitura.engine.file.AtomicFile;
import dev.partitura.engine.file.Companion;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/// Reads tensor content that a model keeps in a file beside it. Only files that are a [Companion]
/// of the model are opened.
final class ExternalData {
  /// Bytes copied by one call; a byte buffer holds at most 2 GB.
  private static final long CHUNK_BYTES = 1 << 28;

  private final Source source;

  ExternalData(Source source) {
    this.source = source;
  }

  /// The tensor `proto` points to. Sizes are compared with the file before memory is taken.
  Tensor read(TensorProto proto, TensorType type, Phrase what) {
    var entries = new HashMap<String, String>();
    proto.getExternalDataList().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
    var location = entries.getOrDefault("location", "");
    var file = locate(location, what);
    long needed = Packing.bytes(type.dataType(), type.knownShape().elementCount());
    long offset = number(entries, "offset", 0, what);
    long length = number(entries, "length", needed, what);
    if (length != needed) {
      throw source.refuse("onnx.external.size", what, what, needed, length);
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (offset > channel.size() - needed) {
        throw source.refuse(
            "onnx.external.range", what, what, offset, offset + needed, location, channel.size());
      }
      var tensor = Tensor.allocate(type);
      if (Packing.isPacked(type.dataType())) {
        var packed = MemorySegment.ofArray(new byte[Math.toIntExact(needed)]);
        fill(packed, channel, offset, what, location);
        Packing.unpack(packed, tensor);
      } else {
        fill(tensor.data(), channel, offset, what, location);
      }
      return tensor;
    } catch (IOException fault) {
      throw unreadable(location, what, fault);
    }
  }

  private void fill(
      MemorySegment target, FileChannel channel, long offset, Phrase what, String location)
      throws IOException {
    for (long done = 0; done < target.byteSize(); ) {
      var chunk =
          target.asSlice(done, Math.min(CHUNK_BYTES, target.byteSize() - done)).asByteBuffer();
      int count = channel.read(chunk, offset + done);
      if (count < 0) {
        throw source.refuse("onnx.external.short", what, location, what);
      }
      done += count;
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
          "onnx.external.missing", what, location, what, file.toAbsolutePath().getParent());
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
