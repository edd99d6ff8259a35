package dev.partitura.engine.network.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.partitura.engine.file.AtomicFile;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Writes a model whose weights lie in a data file beside it. Each save takes a data file of a new
/// name and removes the old one only after the model points to the new one, so that a failed save
/// leaves both old files as they were.
final class DataFile {
  /// Smaller tensors stay in the model, where people can read them.
  private static final long SMALLEST_BYTES = 1024;

  /// Tensors start at multiples of this, so that other programs can map them.
  private static final long ALIGNMENT_BYTES = 4096;

  private static final long CHUNK_BYTES = 1 << 26;

  private final String location;
  private final List<Constant> constants = new ArrayList<>();
  private long end;

  private DataFile(String location) {
    this.location = location;
  }

  static void write(Network network, Path file) {
    var before = locations(file);
    var data = new DataFile(freshName(file));
    var model = OnnxWriter.model(network, new GraphEncoder(data::place));
    var dataFile = file.toAbsolutePath().resolveSibling(data.location);
    AtomicFile.write(dataFile, data::writeConstants);
    try {
      AtomicFile.write(file, model::writeTo);
    } catch (ProblemException failed) {
      discard(dataFile);
      throw failed;
    }
    before.stream()
        .filter(old -> isOurs(old, file))
        .forEach(old -> discard(file.resolveSibling(old)));
  }

  private TensorProto place(String name, Constant constant) {
    var type = constant.type();
    if (type.dataType() == DataType.STRING || constant.sizeBytes() < SMALLEST_BYTES) {
      return TensorEncoder.encode(name, constant.tensor());
    }
    long offset = end;
    long length = Packing.bytes(type.dataType(), type.knownShape().elementCount());
    constants.add(constant);
    end = aligned(offset + length);
    return TensorEncoder.header(name, type)
        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
        .addExternalData(entry("location", location))
        .addExternalData(entry("offset", Long.toString(offset)))
        .addExternalData(entry("length", Long.toString(length)))
        .build();
  }

  private static long aligned(long position) {
    return (position + ALIGNMENT_BYTES - 1) / ALIGNMENT_BYTES * ALIGNMENT_BYTES;
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  private void writeConstants(OutputStream out) throws IOException {
    var channel = Channels.newChannel(out);
    for (var constant : constants) {
      var data = TensorEncoder.data(constant.tensor());
      long length = data.byteSize();
      write(channel, data);
      write(channel, MemorySegment.ofArray(new byte[(int) (aligned(length) - length)]));
    }
  }

  private static void write(WritableByteChannel channel, MemorySegment bytes) throws IOException {
    for (long done = 0; done < bytes.byteSize(); ) {
      var chunk =
          bytes.asSlice(done, Math.min(CHUNK_BYTES, bytes.byteSize() - done)).asByteBuffer();
      done += chunk.remaining();
      while (chunk.hasRemaining()) {
        channel.write(chunk);
      }
    }
  }

  private static String freshName(Path file) {
    for (int i = 1; ; i++) {
      var name = file.getFileName() + ".data" + (i == 1 ? "" : "-" + i);
      if (!Files.exists(file.toAbsolutePath().resolveSibling(name))) {
        return name;
      }
    }
  }

  private static boolean isOurs(String location, Path file) {
    return location.startsWith(file.getFileName() + ".data")
        && !location.contains("/")
        && !location.contains("\\");
  }

  /// Data files that the model standing at `file` points to; none when there is no readable one.
  private static Set<String> locations(Path file) {
    var locations = new HashSet<String>();
    if (Files.isRegularFile(file)) {
      try (var in = Files.newInputStream(file)) {
        for (var tensor : ModelProto.parseFrom(in).getGraph().getInitializerList()) {
          tensor.getExternalDataList().stream()
              .filter(entry -> entry.getKey().equals("location"))
              .forEach(entry -> locations.add(entry.getValue()));
        }
      } catch (IOException unreadable) {
        locations.clear();
      }
    }
    return locations;
  }

  private static void discard(Path old) {
    try {
      Files.deleteIfExists(old);
    } catch (IOException ignored) {
      // A data file nobody points to takes room and does no harm.
    }
  }
}
