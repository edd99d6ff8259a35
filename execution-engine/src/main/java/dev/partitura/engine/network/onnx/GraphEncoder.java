package dev.partitura.engine.network.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.tensor.Tensor;
import java.util.Base64;
import java.util.function.BiFunction;

/// Turns a network into a `GraphProto`.
final class GraphEncoder {
  private final BiFunction<String, Constant, TensorProto> initializers;

  /// @param initializers how an initializer is written: inside the model or beside it
  GraphEncoder(BiFunction<String, Constant, TensorProto> initializers) {
    this.initializers = initializers;
  }

  GraphProto encode(Network network) {
    var graph = GraphProto.newBuilder().setName(network.name());
    network.inputs().forEach(input -> graph.addInput(TypeCodec.encode(input.name(), input.type())));
    network
        .outputs()
        .forEach(output -> graph.addOutput(TypeCodec.encode(output.name(), output.type())));
    network.statedTypes().forEach((name, type) -> graph.addValueInfo(TypeCodec.encode(name, type)));
    network
        .initializers()
        .forEach((name, constant) -> graph.addInitializer(initializers.apply(name, constant)));
    network.ops().forEach(op -> graph.addNode(encode(op)));
    return graph.build();
  }

  private NodeProto encode(Op op) {
    var node =
        NodeProto.newBuilder()
            .setName(op.name())
            .setOpType(op.type())
            .setDomain(op.domain())
            .addAllInput(op.inputs())
            .addAllOutput(op.outputs());
    op.attributes().byName().forEach((name, value) -> node.addAttribute(encode(name, value)));
    return node.build();
  }

  private AttributeProto encode(String name, Attribute value) {
    var proto = AttributeProto.newBuilder();
    switch (value) {
      case Attribute.IntValue(long number) -> proto.setType(AttributeType.INT).setI(number);
      case Attribute.FloatValue(float number) -> proto.setType(AttributeType.FLOAT).setF(number);
      case Attribute.StringValue(String text) ->
          proto.setType(AttributeType.STRING).setS(ByteString.copyFromUtf8(text));
      case Attribute.TensorValue(Tensor tensor) ->
          proto.setType(AttributeType.TENSOR).setT(TensorEncoder.encode("", tensor));
      case Attribute.NetworkValue(Network body) ->
          proto.setType(AttributeType.GRAPH).setG(encode(body));
      case Attribute.Ints(var numbers) -> proto.setType(AttributeType.INTS).addAllInts(numbers);
      case Attribute.Floats(var numbers) ->
          proto.setType(AttributeType.FLOATS).addAllFloats(numbers);
      case Attribute.Strings(var texts) ->
          proto
              .setType(AttributeType.STRINGS)
              .addAllStrings(texts.stream().map(ByteString::copyFromUtf8).toList());
      case Attribute.Opaque(_, String base64) -> merge(proto, base64);
    }
    return proto.setName(name).build();
  }

  private static void merge(AttributeProto.Builder proto, String base64) {
    try {
      proto.mergeFrom(Base64.getDecoder().decode(base64));
    } catch (InvalidProtocolBufferException damaged) {
      throw new IllegalArgumentException(
          "An opaque attribute does not hold an AttributeProto", damaged);
    }
  }
}
