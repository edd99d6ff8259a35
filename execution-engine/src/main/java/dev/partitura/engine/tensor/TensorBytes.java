package dev.partitura.engine.tensor;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A tensor as two runs of bytes between processes of one kind of machine: a head of fixed size,
/// which holds the type, and the elements, in the machine's byte order.
public final class TensorBytes {
  /// Axes that a head has room for.
  private static final int MOST_AXES = 29;

  private static final int AHEAD = 3;
  public static final long HEAD_BYTES = (AHEAD + MOST_AXES) * (long) Long.BYTES;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private TensorBytes() {}

  /// A head without a tensor.
  public static MemorySegment emptyHead() {
    return Arena.ofAuto().allocate(HEAD_BYTES, Long.BYTES);
  }

  /// @param elements as [#elements] gave them
  public static MemorySegment head(Tensor tensor, MemorySegment elements) {
    var sizes = tensor.shape().sizes();
    if (sizes.length > MOST_AXES) {
      throw new IllegalArgumentException("A tensor of " + sizes.length + " axes cannot be sent");
    }
    var head = emptyHead();
    head.set(LONG, 0, tensor.dataType().onnxCode());
    head.set(LONG, Long.BYTES, elements.byteSize());
    head.set(LONG, 2L * Long.BYTES, sizes.length);
    for (int axis = 0; axis < sizes.length; axis++) {
      head.set(LONG, (AHEAD + axis) * (long) Long.BYTES, sizes[axis]);
    }
    return head;
  }

  /// The elements as they are sent: the tensor's own memory, or that of its strings in a row.
  public static MemorySegment elements(Tensor tensor) {
    if (tensor.dataType() != DataType.STRING) {
      return tensor.data();
    }
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    try {
      for (long i = 0; i < tensor.elementCount(); i++) {
        var text = tensor.stringAt(i).getBytes(StandardCharsets.UTF_8);
        out.writeInt(text.length);
        out.write(text);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    var segment = Arena.ofAuto().allocate(Math.max(1, bytes.size()));
    MemorySegment.copy(bytes.toByteArray(), 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.size());
    return segment.asSlice(0, bytes.size());
  }

  public static TensorType type(MemorySegment head) {
    var sizes = new long[(int) head.get(LONG, 2L * Long.BYTES)];
    for (int axis = 0; axis < sizes.length; axis++) {
      sizes[axis] = head.get(LONG, (AHEAD + axis) * (long) Long.BYTES);
    }
    return TensorType.of(DataType.ofOnnx((int) head.get(LONG, 0)), sizes);
  }

  /// Bytes of the elements that belong to a head.
  public static long elementBytes(MemorySegment head) {
    return head.get(LONG, Long.BYTES);
  }

  /// Memory for the elements that belong to a head.
  public static MemorySegment room(MemorySegment head) {
    long bytes = elementBytes(head);
    return Arena.ofAuto().allocate(Math.max(1, bytes), Tensor.ALIGNMENT_BYTES).asSlice(0, bytes);
  }

  /// The tensor of a head and its elements, of which it is a view where they are numbers.
  public static Tensor tensor(MemorySegment head, MemorySegment elements) {
    var type = type(head);
    if (type.dataType() != DataType.STRING) {
      return Tensor.over(type, elements);
    }
    var tensor = Tensor.allocate(type);
    var bytes = ByteBuffer.wrap(elements.toArray(ValueLayout.JAVA_BYTE));
    for (long i = 0; i < tensor.elementCount(); i++) {
      var text = new byte[bytes.getInt()];
      bytes.get(text);
      tensor.setString(i, new String(text, StandardCharsets.UTF_8));
    }
    return tensor;
  }
}
