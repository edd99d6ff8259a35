package dev.partitura.engine.network.onnx;

import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.ConstantSource;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// Turns every encoding of a `TensorProto` into a tensor of native memory. Declared sizes are
/// checked against the data that is there before memory is taken, so that a file cannot ask for
/// more than it brings.
final class TensorDecoder {
  /// Largest dense form of a sparse tensor, in bytes: there the file brings less than it declares.
  private static final long SPARSE_LIMIT_BYTES = 1L << 30;

  /// Smaller tensors, such as shapes, are copied: they are read at once.
  private static final long LARGE_BYTES = 1L << 16;

  private final Source source;
  private final ExternalData external;

  TensorDecoder(Source source) {
    this.source = source;
    this.external = new ExternalData(source);
  }

  /// As [#decode(TensorProto, Phrase)], but many elements that lie in a file as they do in memory
  /// stay there.
  Constant constant(TensorProto proto, Phrase what) {
    var type = type(proto, what);
    if (proto.hasSegment() || !staysInFile(type)) {
      return Constant.of(decode(proto, what));
    }
    if (isOutside(proto)) {
      return new Constant(type, external.locate(proto, type, what));
    }
    var content = source.content();
    var raw = proto.getRawData();
    if (content == null || raw.size() != type.sizeBytes()) {
      return Constant.of(decode(proto, what));
    }
    long offset = content.offsetOf(MemorySegment.ofBuffer(raw.asReadOnlyByteBuffer()));
    return offset < 0
        ? Constant.of(decode(proto, what))
        : new Constant(type, new ConstantSource.FileRange(content, offset));
  }

  private static boolean staysInFile(TensorType type) {
    return type.dataType() != DataType.STRING
        && type.dataType() != DataType.BOOL
        && !Packing.isPacked(type.dataType())
        && type.sizeBytes() >= LARGE_BYTES;
  }

  private static boolean isOutside(TensorProto proto) {
    return proto.hasDataLocation() && proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
  }

  /// @param what names the tensor in a sentence, such as `initializer conv1.weight`
  Tensor decode(TensorProto proto, Phrase what) {
    var type = type(proto, what);
    if (proto.hasSegment() && !isWhole(proto, type)) {
      throw source.refuse("onnx.tensor.segment", what, what);
    }
    return decode(proto, type, what);
  }

  /// The elements of `proto` as a tensor of `type`, whatever `proto` says about its dimensions.
  Tensor decode(TensorProto proto, TensorType type, Phrase what) {
    long count = type.knownShape().elementCount();
    boolean outside = isOutside(proto);
    if (type.dataType() == DataType.STRING) {
      return strings(proto, type, count, outside, what);
    }
    if (outside) {
      return normalized(external.read(proto, type, what));
    }
    if (!proto.getRawData().isEmpty()) {
      long size = Packing.bytes(type.dataType(), count);
      if (proto.getRawData().size() != size) {
        throw mismatch(
            what, type, Phrase.of("words.bytesInstead", proto.getRawData().size(), size));
      }
      var tensor = Tensor.allocate(type);
      if (Packing.isPacked(type.dataType())) {
        Packing.unpack(MemorySegment.ofBuffer(proto.getRawData().asReadOnlyByteBuffer()), tensor);
      } else {
        proto.getRawData().copyTo(tensor.data().asByteBuffer());
      }
      return normalized(tensor);
    }
    return typed(proto, type, count, what);
  }

  TensorType type(TensorProto proto, Phrase what) {
    long[] sizes = proto.getDimsList().stream().mapToLong(Long::longValue).toArray();
    return new TensorType(dataType(proto.getDataType(), what), shape(sizes, what));
  }

  private DataType dataType(int code, Phrase what) {
    try {
      return DataType.ofOnnx(code);
    } catch (IllegalArgumentException unknown) {
      var name = TensorProto.DataType.forNumber(code);
      throw source.refuse("onnx.tensor.type", what, what, name == null ? code : name.name());
    }
  }

  private Shape shape(long[] sizes, Phrase what) {
    long bytes = Long.BYTES;
    boolean empty = false;
    for (long size : sizes) {
      if (size < 0) {
        throw source.refuse("onnx.tensor.axis", what, what, size);
      }
      empty |= size == 0;
    }
    for (long size : sizes) {
      if (!empty && Math.multiplyHigh(bytes, size) != 0 || !empty && bytes * size < 0) {
        throw source.refuse("onnx.tensor.elements", what, what);
      }
      bytes = empty ? 0 : bytes * size;
    }
    return empty ? emptyShape(sizes, what) : Shape.of(sizes);
  }

  /// The element count of a shape is a product taken in order, which may overflow before it meets
  /// the zero.
  private Shape emptyShape(long[] sizes, Phrase what) {
    var shape = Shape.of(sizes);
    try {
      shape.elementCount();
      return shape;
    } catch (ArithmeticException overflow) {
      throw source.refuse("onnx.tensor.axes", what, what);
    }
  }

  private static boolean isWhole(TensorProto proto, TensorType type) {
    return proto.getSegment().getBegin() == 0
        && proto.getSegment().getEnd() == type.knownShape().elementCount();
  }

  private Tensor strings(
      TensorProto proto, TensorType type, long count, boolean outside, Phrase what) {
    if (outside || !proto.getRawData().isEmpty()) {
      throw source.refuse("onnx.tensor.strings.raw", what, what);
    }
    requireCount(what, type, proto.getStringDataCount(), count);
    if (!proto.getStringDataList().stream().allMatch(ByteString::isValidUtf8)) {
      throw source.refuse("onnx.tensor.strings.text", what, what);
    }
    var tensor = Tensor.allocate(type);
    for (int i = 0; i < count; i++) {
      tensor.setString(i, proto.getStringData(i).toStringUtf8());
    }
    return tensor;
  }

  private Tensor typed(TensorProto proto, TensorType type, long count, Phrase what) {
    int given =
        switch (type.dataType()) {
          case FLOAT -> proto.getFloatDataCount();
          case DOUBLE -> proto.getDoubleDataCount();
          case INT64 -> proto.getInt64DataCount();
          case UINT32, UINT64 -> proto.getUint64DataCount();
          case STRING -> proto.getStringDataCount();
          default -> proto.getInt32DataCount();
        };
    boolean packed = Packing.isPacked(type.dataType());
    requireCount(what, type, given, packed ? Packing.bytes(type.dataType(), count) : count);
    var tensor = Tensor.allocate(type);
    if (packed) {
      var bytes = MemorySegment.ofArray(new byte[given]);
      for (int i = 0; i < given; i++) {
        bytes.set(ValueLayout.JAVA_BYTE, i, (byte) proto.getInt32Data(i));
      }
      Packing.unpack(bytes, tensor);
      return tensor;
    }
    for (int i = 0; i < given; i++) {
      switch (type.dataType()) {
        case FLOAT -> tensor.setFloat(i, proto.getFloatData(i));
        case DOUBLE -> tensor.setDouble(i, proto.getDoubleData(i));
        case INT64 -> tensor.setLong(i, proto.getInt64Data(i));
        case UINT32, UINT64 -> tensor.setLong(i, proto.getUint64Data(i));
        case FLOAT16, BFLOAT16 ->
            tensor
                .data()
                .set(ValueLayout.JAVA_SHORT_UNALIGNED, 2L * i, (short) proto.getInt32Data(i));
        case FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ, FLOAT8E8M0 ->
            tensor.data().set(ValueLayout.JAVA_BYTE, i, (byte) proto.getInt32Data(i));
        default -> tensor.setLong(i, proto.getInt32Data(i));
      }
    }
    return tensor;
  }

  private void requireCount(Phrase what, TensorType type, int given, long count) {
    if (given != count) {
      throw mismatch(what, type, Phrase.of("words.elementsInstead", given, count));
    }
  }

  private ProblemException mismatch(Phrase what, TensorType type, Phrase found) {
    return source.refuse("onnx.tensor.size", what, what, type, found);
  }

  /// Booleans as 0 and 1, whatever byte the file has for true.
  private static Tensor normalized(Tensor tensor) {
    if (tensor.dataType() == DataType.BOOL) {
      for (long i = 0; i < tensor.elementCount(); i++) {
        tensor.setLong(i, tensor.longAt(i));
      }
    }
    return tensor;
  }

  /// Joins the segments of one tensor, given in any order.
  Tensor join(List<TensorProto> segments, Phrase what) {
    var type = type(segments.getFirst(), what);
    long count = type.knownShape().elementCount();
    long covered = 0;
    for (var segment :
        segments.stream()
            .sorted((a, b) -> Long.compare(a.getSegment().getBegin(), b.getSegment().getBegin()))
            .toList()) {
      long end = segment.getSegment().getEnd();
      if (!segment.hasSegment()
          || segment.getSegment().getBegin() != covered
          || end < covered
          || end > count
          || !type.equals(type(segment, what))) {
        throw source.refuse("onnx.tensor.segment.order", what, what);
      }
      covered = end;
    }
    if (covered != count || type.dataType() == DataType.STRING) {
      throw source.refuse("onnx.tensor.segment.missing", what, what);
    }
    var parts =
        segments.stream()
            .map(segment -> {
              long length = segment.getSegment().getEnd() - segment.getSegment().getBegin();
              return decode(segment, type.withShape(Shape.of(length)), what);
            })
            .toList();
    var whole = Tensor.allocate(type);
    for (int i = 0; i < parts.size(); i++) {
      long begin = segments.get(i).getSegment().getBegin() * type.dataType().sizeBytes();
      var part = parts.get(i).data();
      whole.data().asSlice(begin, part.byteSize()).copyFrom(part);
    }
    return whole;
  }

  /// The dense form of a sparse tensor.
  Tensor dense(SparseTensorProto proto, Phrase what) {
    var values = decode(proto.getValues(), what);
    var indices = decode(proto.getIndices(), Phrase.of("words.indicesOf", what));
    long[] sizes = proto.getDimsList().stream().mapToLong(Long::longValue).toArray();
    var type = new TensorType(values.dataType(), shape(sizes, what));
    boolean linear = indices.shape().rank() == 1;
    long count = values.elementCount();
    long wanted = linear ? count : Math.multiplyExact(count, (long) sizes.length);
    if (indices.dataType() != DataType.INT64
        || indices.elementCount() != wanted
        || values.dataType() == DataType.STRING) {
      throw source.refuse("onnx.tensor.sparse.indices", what, what);
    }
    if (type.sizeBytes() > SPARSE_LIMIT_BYTES) {
      throw source.refuse("onnx.tensor.sparse.size", what, what, type.sizeBytes());
    }
    var dense = Tensor.allocate(type);
    var strides = type.knownShape().strides();
    for (long i = 0; i < count; i++) {
      long target = linear ? indices.longAt(i) : 0;
      for (int axis = 0; axis < sizes.length && !linear; axis++) {
        long index = indices.longAt(i * sizes.length + axis);
        target =
            index < 0 || index >= sizes[axis] || target < 0 ? -1 : target + index * strides[axis];
      }
      if (target < 0 || target >= dense.elementCount()) {
        throw source.refuse("onnx.tensor.sparse.range", what, what);
      }
      int width = type.dataType().sizeBytes();
      dense.data().asSlice(target * width, width).copyFrom(values.data().asSlice(i * width, width));
    }
    return dense;
  }
}
