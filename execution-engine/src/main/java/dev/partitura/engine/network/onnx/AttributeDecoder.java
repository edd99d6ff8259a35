package dev.partitura.engine.network.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.Tensor;
import java.util.Base64;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;

/// Turns the attributes of a node into ours.
final class AttributeDecoder {
  private final Source source;
  private final TensorDecoder tensors;
  private final GraphDecoder graphs;

  /// Calls of one function hold the same tensors, which are read once.
  private final IdentityHashMap<TensorProto, Tensor> decoded = new IdentityHashMap<>();

  AttributeDecoder(Source source, TensorDecoder tensors, GraphDecoder graphs) {
    this.source = source;
    this.tensors = tensors;
    this.graphs = graphs;
  }

  Attributes decode(NodeProto node, String op) {
    if (node.getAttributeCount() == 0) {
      return Attributes.NONE;
    }
    var byName = new LinkedHashMap<String, Attribute>();
    for (var proto : node.getAttributeList()) {
      var what = Phrase.of("words.attribute", proto.getName(), op);
      if (proto.getName().isEmpty()) {
        throw source.refuse("onnx.attribute.name", op, op);
      }
      boolean sparseConstant = node.getOpType().equals("Constant") && proto.hasSparseTensor();
      var name = sparseConstant ? "value" : proto.getName();
      var value =
          sparseConstant
              ? new Attribute.TensorValue(tensors.dense(proto.getSparseTensor(), what))
              : decode(proto, what, op);
      if (byName.put(name, value) != null) {
        throw source.refuse("onnx.attribute.twice", op, what);
      }
    }
    return new Attributes(byName);
  }

  private Attribute decode(AttributeProto proto, Phrase what, String op) {
    var kind = kind(proto, what, op);
    return switch (kind) {
      case FLOAT -> new Attribute.FloatValue(proto.getF());
      case INT -> new Attribute.IntValue(proto.getI());
      case STRING ->
          proto.getS().isValidUtf8()
              ? new Attribute.StringValue(proto.getS().toStringUtf8())
              : opaque(proto, kind);
      case TENSOR -> {
        if (!proto.hasT()) {
          throw source.refuse("onnx.attribute.tensor", op, what);
        }
        yield new Attribute.TensorValue(
            decoded.computeIfAbsent(proto.getT(), tensor -> tensors.decode(tensor, what)));
      }
      case GRAPH -> {
        if (!proto.hasG()) {
          throw source.refuse("onnx.attribute.graph", op, what);
        }
        yield new Attribute.NetworkValue(graphs.decode(proto.getG(), proto.getName()));
      }
      case FLOATS -> new Attribute.Floats(proto.getFloatsList());
      case INTS -> new Attribute.Ints(proto.getIntsList());
      case STRINGS ->
          proto.getStringsList().stream().allMatch(ByteString::isValidUtf8)
              ? new Attribute.Strings(
                  proto.getStringsList().stream().map(ByteString::toStringUtf8).toList())
              : opaque(proto, kind);
      default -> opaque(proto, kind);
    };
  }

  private static Attribute opaque(AttributeProto proto, AttributeType kind) {
    return new Attribute.Opaque(
        kind.name(), Base64.getEncoder().encodeToString(proto.toByteArray()));
  }

  /// The stated kind where it agrees with the fields that are filled; files older than IR version 2
  /// state none.
  private AttributeType kind(AttributeProto proto, Phrase what, String op) {
    if (!proto.getRefAttrName().isEmpty()) {
      throw source.refuse("onnx.attribute.reference", op, what);
    }
    var filled = filled(proto);
    var stated = proto.hasType() ? proto.getType() : AttributeType.UNDEFINED;
    if (stated == AttributeType.UNDEFINED && filled.size() == 1) {
      return filled.iterator().next();
    }
    if (stated == AttributeType.UNDEFINED && filled.isEmpty()) {
      throw source.refuse("onnx.attribute.empty", op, what);
    }
    filled.remove(stated);
    if (!filled.isEmpty()) {
      throw source.refuse("onnx.attribute.kind", op, what, stated, filled.iterator().next());
    }
    return stated;
  }

  private static EnumSet<AttributeType> filled(AttributeProto proto) {
    var kinds = EnumSet.noneOf(AttributeType.class);
    add(kinds, AttributeType.FLOAT, proto.hasF());
    add(kinds, AttributeType.INT, proto.hasI());
    add(kinds, AttributeType.STRING, proto.hasS());
    add(kinds, AttributeType.TENSOR, proto.hasT());
    add(kinds, AttributeType.GRAPH, proto.hasG());
    add(kinds, AttributeType.SPARSE_TENSOR, proto.hasSparseTensor());
    add(kinds, AttributeType.TYPE_PROTO, proto.hasTp());
    add(kinds, AttributeType.FLOATS, proto.getFloatsCount() > 0);
    add(kinds, AttributeType.INTS, proto.getIntsCount() > 0);
    add(kinds, AttributeType.STRINGS, proto.getStringsCount() > 0);
    add(kinds, AttributeType.TENSORS, proto.getTensorsCount() > 0);
    add(kinds, AttributeType.GRAPHS, proto.getGraphsCount() > 0);
    add(kinds, AttributeType.SPARSE_TENSORS, proto.getSparseTensorsCount() > 0);
    add(kinds, AttributeType.TYPE_PROTOS, proto.getTypeProtosCount() > 0);
    return kinds;
  }

  private static void add(EnumSet<AttributeType> kinds, AttributeType kind, boolean present) {
    if (present) {
      kinds.add(kind);
    }
  }
}
