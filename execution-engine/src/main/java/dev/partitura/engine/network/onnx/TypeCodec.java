package dev.partitura.engine.network.onnx;

import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/// Types of values to and from `TypeProto`.
final class TypeCodec {
  private TypeCodec() {}

  static Value decode(ValueInfoProto info) {
    return new Value(info.getName(), info.hasType() ? decode(info.getType()) : null);
  }

  /// The type, or null for one that is no tensor of an element type we know.
  private static @Nullable TensorType decode(TypeProto type) {
    if (!type.hasTensorType()) {
      return null;
    }
    var tensor = type.getTensorType();
    try {
      var dataType = DataType.ofOnnx(tensor.getElemType());
      return new TensorType(dataType, tensor.hasShape() ? decode(tensor.getShape()) : null);
    } catch (IllegalArgumentException unknown) {
      return null;
    }
  }

  private static Shape decode(TensorShapeProto proto) {
    var sizes = new long[proto.getDimCount()];
    for (int axis = 0; axis < sizes.length; axis++) {
      var dim = proto.getDim(axis);
      sizes[axis] = dim.hasDimValue() ? Math.max(Shape.UNKNOWN, dim.getDimValue()) : Shape.UNKNOWN;
    }
    var shape = Shape.of(sizes);
    for (int axis = 0; axis < sizes.length; axis++) {
      var symbol = proto.getDim(axis).getDimParam();
      if (!symbol.isEmpty()) {
        shape = shape.withSymbol(axis, symbol);
      }
    }
    return shape;
  }

  static ValueInfoProto encode(String name, @Nullable TensorType type) {
    var info = ValueInfoProto.newBuilder().setName(name);
    if (type != null) {
      var tensor = TypeProto.Tensor.newBuilder().setElemType(type.dataType().onnxCode());
      var shape = type.shape();
      if (shape != null) {
        tensor.setShape(encode(shape));
      }
      info.setType(TypeProto.newBuilder().setTensorType(tensor));
    }
    return info.build();
  }

  private static TensorShapeProto encode(Shape shape) {
    var proto = TensorShapeProto.newBuilder();
    for (int axis = 0; axis < shape.rank(); axis++) {
      var dim = proto.addDimBuilder();
      var symbol = shape.symbol(axis);
      if (shape.isKnown(axis)) {
        dim.setDimValue(shape.size(axis));
      } else if (symbol != null) {
        dim.setDimParam(symbol);
      }
    }
    return proto.build();
  }
}
