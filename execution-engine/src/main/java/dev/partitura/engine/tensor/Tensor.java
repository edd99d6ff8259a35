package dev.partitura.engine.tensor;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A dense row-major tensor `[d0, …, dn]` of a static shape over native memory (strings: over a
/// Java array). The memory belongs to whoever allocated it; a tensor is a view and never frees. By
/// convention a tensor that is part of a network is not written again, so it crosses threads
/// freely; a buffer that is being written belongs to one thread.
public final class Tensor {
  /// Cache-line alignment, in bytes, of every allocation made here; vector kernels rely on it.
  public static final long ALIGNMENT_BYTES = 64;

  private final TensorType type;
  private final long elementCount;
  private final MemorySegment data;
  private final String @Nullable [] strings;

  private Tensor(TensorType type, MemorySegment data, String @Nullable [] strings) {
    this.type = type;
    this.elementCount = type.knownShape().elementCount();
    this.data = data;
    this.strings = strings;
  }

  /// Views `data` as a tensor; no copy.
  ///
  /// @throws IllegalArgumentException when the memory is smaller than the type needs
  public static Tensor over(TensorType type, MemorySegment data) {
    if (data.byteSize() < type.sizeBytes()) {
      throw new IllegalArgumentException(
          type + " needs " + type.sizeBytes() + " bytes but the memory holds " + data.byteSize());
    }
    return new Tensor(type, data.asSlice(0, type.sizeBytes()), null);
  }

  /// A zero-filled tensor that the garbage collector frees.
  ///
  /// @throws ProblemException `memory.short` when the machine does not have that much
  public static Tensor allocate(TensorType type) {
    if (type.dataType() == DataType.STRING) {
      return allocate(type, Arena.ofAuto());
    }
    long bytes = type.sizeBytes();
    NativeMemory.requireAvailable(bytes, Phrase.of("words.tensorOfType", type));
    // By the runtime, which collects garbage when such memory runs short.
    var data = Arena.ofAuto().allocate(Math.max(1, bytes), ALIGNMENT_BYTES);
    return new Tensor(type, data.asSlice(0, bytes), null);
  }

  /// A zero-filled tensor that `arena` frees.
  public static Tensor allocate(TensorType type, Arena arena) {
    if (type.dataType() == DataType.STRING) {
      var strings = new String[Math.toIntExact(type.knownShape().elementCount())];
      java.util.Arrays.fill(strings, "");
      return new Tensor(type, MemorySegment.NULL, strings);
    }
    return new Tensor(type, NativeMemory.allocate(type.sizeBytes(), arena), null);
  }

  public static Tensor ofFloats(float[] values, long... sizes) {
    var tensor = allocate(TensorType.of(DataType.FLOAT, sizes));
    requireCount(tensor, values.length);
    MemorySegment.copy(values, 0, tensor.data, JAVA_FLOAT_UNALIGNED, 0, values.length);
    return tensor;
  }

  public static Tensor ofLongs(long[] values, long... sizes) {
    var tensor = allocate(TensorType.of(DataType.INT64, sizes));
    requireCount(tensor, values.length);
    MemorySegment.copy(values, 0, tensor.data, JAVA_LONG_UNALIGNED, 0, values.length);
    return tensor;
  }

  public static Tensor ofStrings(String[] values, long... sizes) {
    var tensor =
        new Tensor(TensorType.of(DataType.STRING, sizes), MemorySegment.NULL, values.clone());
    requireCount(tensor, values.length);
    return tensor;
  }

  private static void requireCount(Tensor tensor, int count) {
    if (tensor.elementCount != count) {
      throw new IllegalArgumentException(
          tensor.type + " holds " + tensor.elementCount + " elements, not " + count);
    }
  }

  public TensorType type() {
    return type;
  }

  public DataType dataType() {
    return type.dataType();
  }

  public Shape shape() {
    return type.knownShape();
  }

  public long elementCount() {
    return elementCount;
  }

  /// The memory, row-major, exactly as long as the elements. Empty for strings.
  public MemorySegment data() {
    return data;
  }

  /// The same elements under another shape of equal count; no copy.
  public Tensor reshaped(Shape shape) {
    if (shape.elementCount() != elementCount) {
      throw new IllegalArgumentException("Cannot see " + type.shape() + " as " + shape);
    }
    return new Tensor(type.withShape(shape), data, strings);
  }

  /// Element `index` in row-major order of a FLOAT tensor, without conversion.
  public float floatAt(long index) {
    return data.get(JAVA_FLOAT_UNALIGNED, index << 2);
  }

  public void setFloat(long index, float value) {
    Checkpoint.pass(index);
    data.set(JAVA_FLOAT_UNALIGNED, index << 2, value);
  }

  public String stringAt(long index) {
    if (strings == null) {
      throw new IllegalStateException(type + " holds no strings");
    }
    return strings[Math.toIntExact(index)];
  }

  public void setString(long index, String value) {
    if (strings == null) {
      throw new IllegalStateException(type + " holds no strings");
    }
    strings[Math.toIntExact(index)] = value;
  }

  /// Element `index` of any numeric type as a double; 64-bit integers beyond 2^53 are rounded,
  /// booleans are 0 or 1.
  public double doubleAt(long index) {
    return switch (type.dataType()) {
      case FLOAT -> data.get(JAVA_FLOAT_UNALIGNED, index << 2);
      case DOUBLE -> data.get(JAVA_DOUBLE_UNALIGNED, index << 3);
      case FLOAT16 -> Float.float16ToFloat(data.get(JAVA_SHORT_UNALIGNED, index << 1));
      case BFLOAT16 -> Float.intBitsToFloat(data.get(JAVA_SHORT_UNALIGNED, index << 1) << 16);
      case UINT64 -> {
        long bits = data.get(JAVA_LONG_UNALIGNED, index << 3);
        yield bits >= 0 ? bits : (double) (bits >>> 1 | bits & 1) * 2;
      }
      case FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ, FLOAT8E8M0, FLOAT4E2M1 ->
          Minifloat.value(type.dataType(), data.get(JAVA_BYTE, index) & 0xff);
      default -> longAt(index);
    };
  }

  /// Element `index` of any numeric type as a long; floats are truncated toward zero, UINT64 keeps
  /// its bits.
  public long longAt(long index) {
    return switch (type.dataType()) {
      case BOOL, UINT8, UINT4, UINT2 -> data.get(JAVA_BYTE, index) & 0xff;
      case INT8, INT4, INT2 -> data.get(JAVA_BYTE, index);
      case UINT16 -> data.get(JAVA_SHORT_UNALIGNED, index << 1) & 0xffff;
      case INT16 -> data.get(JAVA_SHORT_UNALIGNED, index << 1);
      case INT32 -> data.get(JAVA_INT_UNALIGNED, index << 2);
      case UINT32 -> data.get(JAVA_INT_UNALIGNED, index << 2) & 0xffff_ffffL;
      case INT64, UINT64 -> data.get(JAVA_LONG_UNALIGNED, index << 3);
      case FLOAT,
          DOUBLE,
          FLOAT16,
          BFLOAT16,
          FLOAT8E4M3FN,
          FLOAT8E4M3FNUZ,
          FLOAT8E5M2,
          FLOAT8E5M2FNUZ,
          FLOAT8E8M0,
          FLOAT4E2M1 ->
          (long) doubleAt(index);
      case STRING -> throw new IllegalStateException(type + " holds no numbers");
    };
  }

  /// Writes a double, rounded to the element type (integers: truncated and wrapped; booleans: not
  /// zero).
  public void setDouble(long index, double value) {
    Checkpoint.pass(index);
    switch (type.dataType()) {
      case FLOAT -> data.set(JAVA_FLOAT_UNALIGNED, index << 2, (float) value);
      case DOUBLE -> data.set(JAVA_DOUBLE_UNALIGNED, index << 3, value);
      case FLOAT16 ->
          data.set(JAVA_SHORT_UNALIGNED, index << 1, Float.floatToFloat16((float) value));
      case BFLOAT16 -> data.set(JAVA_SHORT_UNALIGNED, index << 1, roundToBfloat16((float) value));
      case BOOL -> data.set(JAVA_BYTE, index, (byte) (value != 0 ? 1 : 0));
      case FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ, FLOAT8E8M0, FLOAT4E2M1 ->
          setMinifloat(index, value, true);
      default -> setLong(index, (long) value);
    }
  }

  /// Writes a long, wrapped to the element type (booleans: not zero; floats: rounded).
  public void setLong(long index, long value) {
    Checkpoint.pass(index);
    switch (type.dataType()) {
      case BOOL -> data.set(JAVA_BYTE, index, (byte) (value != 0 ? 1 : 0));
      case UINT8, INT8 -> data.set(JAVA_BYTE, index, (byte) value);
      case UINT16, INT16 -> data.set(JAVA_SHORT_UNALIGNED, index << 1, (short) value);
      case INT32, UINT32 -> data.set(JAVA_INT_UNALIGNED, index << 2, (int) value);
      case INT64, UINT64 -> data.set(JAVA_LONG_UNALIGNED, index << 3, value);
      case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> setDouble(index, value);
      case UINT4 -> data.set(JAVA_BYTE, index, (byte) (value & 15));
      case UINT2 -> data.set(JAVA_BYTE, index, (byte) (value & 3));
      case INT4 -> data.set(JAVA_BYTE, index, (byte) (value << 60 >> 60));
      case INT2 -> data.set(JAVA_BYTE, index, (byte) (value << 62 >> 62));
      case FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ, FLOAT8E8M0, FLOAT4E2M1 ->
          setMinifloat(index, value, true);
      case STRING -> throw new IllegalStateException(type + " holds no numbers");
    }
  }

  /// Writes a double into a float of 8 bits or fewer, rounded to the nearest, halves to the even
  /// one.
  ///
  /// @param saturate whether what is beyond the largest finite value becomes that rather than
  ///   infinity or NaN
  public void setMinifloat(long index, double value, boolean saturate) {
    Checkpoint.pass(index);
    data.set(JAVA_BYTE, index, (byte) Minifloat.bits(type.dataType(), value, saturate));
  }

  private static short roundToBfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) (bits >>> 16 | 0x40);
    }
    return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
  }

  /// A copy of a FLOAT tensor's elements.
  public float[] toFloats() {
    return data.toArray(JAVA_FLOAT_UNALIGNED);
  }

  /// The elements of any integer tensor as longs.
  public long[] toLongs() {
    var values = new long[Math.toIntExact(elementCount)];
    for (int i = 0; i < values.length; i++) {
      values[i] = longAt(i);
    }
    return values;
  }

  /// Overwrites this tensor's elements with those of a tensor of the same element type and count.
  public void copyFrom(Tensor source) {
    if (source.dataType() != dataType() || source.elementCount != elementCount) {
      throw new IllegalArgumentException("Cannot copy " + source.type + " into " + type);
    }
    if (strings != null && source.strings != null) {
      System.arraycopy(source.strings, 0, strings, 0, strings.length);
    } else {
      MemorySegment.copy(source.data, 0, data, 0, data.byteSize());
    }
  }

  @Override
  public String toString() {
    return "Tensor " + type;
  }
}
