package dev.partitura.engine.execute.ranks;

import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorBytes;
import dev.partitura.engine.tensor.TensorType;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// How values are written on the control channel.
final class Wire {
  private static final int PIECE_BYTES = 1 << 20;

  private Wire() {}

  /// Text of any length.
  static void text(DataOutputStream out, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String text(DataInputStream in) throws IOException {
    var bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static void tensor(DataOutputStream out, Tensor tensor) throws IOException {
    var elements = TensorBytes.elements(tensor);
    memory(out, TensorBytes.head(tensor, elements));
    memory(out, elements);
  }

  static Tensor tensor(DataInputStream in) throws IOException {
    var head = TensorBytes.emptyHead();
    memory(in, head);
    var elements = TensorBytes.room(head);
    memory(in, elements);
    return TensorBytes.tensor(head, elements);
  }

  static void memory(DataOutputStream out, MemorySegment memory) throws IOException {
    var channel = Channels.newChannel(out);
    for (long at = 0; at < memory.byteSize(); at += PIECE_BYTES) {
      var piece = memory.asSlice(at, Math.min(PIECE_BYTES, memory.byteSize() - at));
      var bytes = piece.asByteBuffer();
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  static void memory(DataInputStream in, MemorySegment memory) throws IOException {
    var piece = new byte[(int) Math.min(PIECE_BYTES, memory.byteSize())];
    for (long at = 0; at < memory.byteSize(); at += piece.length) {
      int bytes = (int) Math.min(piece.length, memory.byteSize() - at);
      in.readFully(piece, 0, bytes);
      memory.asSlice(at, bytes).asByteBuffer().put(ByteBuffer.wrap(piece, 0, bytes));
    }
  }

  static void tensors(DataOutputStream out, Map<String, Tensor> tensors) throws IOException {
    out.writeInt(tensors.size());
    for (var entry : tensors.entrySet()) {
      text(out, entry.getKey());
      tensor(out, entry.getValue());
    }
  }

  static Map<String, Tensor> tensors(DataInputStream in) throws IOException {
    var tensors = new LinkedHashMap<String, Tensor>();
    for (int count = in.readInt(); count > 0; count--) {
      tensors.put(text(in), tensor(in));
    }
    return tensors;
  }

  /// A type with its known sizes.
  static void type(DataOutputStream out, TensorType type) throws IOException {
    out.writeInt(type.dataType().onnxCode());
    var sizes = type.knownShape().sizes();
    out.writeInt(sizes.length);
    for (long size : sizes) {
      out.writeLong(size);
    }
  }

  static TensorType type(DataInputStream in) throws IOException {
    var dataType = dev.partitura.engine.tensor.DataType.ofOnnx(in.readInt());
    var sizes = new long[in.readInt()];
    for (int axis = 0; axis < sizes.length; axis++) {
      sizes[axis] = in.readLong();
    }
    return TensorType.of(dataType, sizes);
  }
}
