package dev.partitura.engine.network.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.lang.foreign.MemorySegment;

/// Tensors as `TensorProto`: raw bytes, strings one by one.
final class TensorEncoder {
  private TensorEncoder() {}

  /// The proto sees the tensor's own memory, without a copy where elements are whole bytes.
  ///
  /// @throws IllegalArgumentException above 2 GB
  static TensorProto encode(String name, Tensor tensor) {
    var proto = header(name, tensor.type());
    if (tensor.dataType() == DataType.STRING) {
      for (long i = 0; i < tensor.elementCount(); i++) {
        proto.addStringData(ByteString.copyFromUtf8(tensor.stringAt(i)));
      }
    } else {
      var data = data(tensor);
      if (data.byteSize() > Integer.MAX_VALUE - 1024) {
        throw new IllegalArgumentException(
            "Tensor " + name + " of " + data.byteSize() + " bytes is above 2 GB");
      }
      proto.setRawData(UnsafeByteOperations.unsafeWrap(data.asByteBuffer()));
    }
    return proto.build();
  }

  /// The content as a file has it.
  static MemorySegment data(Tensor tensor) {
    return Packing.isPacked(tensor.dataType()) ? Packing.pack(tensor) : tensor.data();
  }

  /// Everything but the content.
  static TensorProto.Builder header(String name, TensorType type) {
    var proto = TensorProto.newBuilder().setName(name).setDataType(type.dataType().onnxCode());
    for (long size : type.knownShape().sizes()) {
      proto.addDims(size);
    }
    return proto;
  }
}
