package dev.partitura.engine.network.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Turns a `GraphProto`, or the body of a branch or loop, into a network.
final class GraphDecoder {
  private final Source source;
  private final TensorDecoder tensors;
  private final AttributeDecoder attributes;
  private final Map<String, Integer> opsets;

  GraphDecoder(Source source, Map<String, Integer> opsets) {
    this.source = source;
    this.opsets = opsets;
    this.tensors = new TensorDecoder(source);
    this.attributes = new AttributeDecoder(source, tensors, this);
  }

  /// @param fallbackName the network's name where the graph has none
  Network decode(GraphProto graph, String fallbackName) {
    var initializers = initializers(graph);
    var inputs =
        values(graph.getInputList(), "words.input").stream()
            .filter(input -> !initializers.containsKey(input.name()))
            .toList();
    var outputs = values(graph.getOutputList(), "words.output");
    var stated = new LinkedHashMap<String, TensorType>();
    for (var info : graph.getValueInfoList()) {
      var value = TypeCodec.decode(info);
      if (value.type() != null) {
        stated.put(value.name(), value.type());
      }
    }
    var name = graph.getName().isEmpty() ? fallbackName : graph.getName();
    return new Network(name, inputs, outputs, ops(graph), initializers, opsets, stated);
  }

  private List<Value> values(List<ValueInfoProto> infos, String role) {
    var values = new ArrayList<Value>();
    for (var info : infos) {
      if (info.getName().isEmpty()) {
        throw source.refuse("onnx.value.name", "", Phrase.of(role));
      }
      values.add(TypeCodec.decode(info));
    }
    return values;
  }

  private Map<String, Constant> initializers(GraphProto graph) {
    var byName = new LinkedHashMap<String, Constant>();
    var segments = new LinkedHashMap<String, List<TensorProto>>();
    for (var proto : graph.getInitializerList()) {
      if (proto.hasSegment()) {
        segments.computeIfAbsent(proto.getName(), _ -> new ArrayList<>()).add(proto);
      } else {
        put(
            byName,
            proto.getName(),
            tensors.constant(proto, Phrase.of("words.initializer", proto.getName())));
      }
    }
    segments.forEach((name, parts) ->
        put(byName, name, Constant.of(tensors.join(parts, Phrase.of("words.initializer", name)))));
    for (var proto : graph.getSparseInitializerList()) {
      var name = proto.getValues().getName();
      put(
          byName,
          name,
          Constant.of(tensors.dense(proto, Phrase.of("words.sparseInitializer", name))));
    }
    return byName;
  }

  private void put(Map<String, Constant> byName, String name, Constant constant) {
    if (name.isEmpty()) {
      throw source.refuse("onnx.initializer.name", "");
    }
    if (byName.put(name, constant) != null) {
      throw source.refuse("onnx.initializer.twice", name, name);
    }
  }

  private List<Op> ops(GraphProto graph) {
    var names =
        new OpNames(
            graph.getNodeList().stream()
                .map(NodeProto::getName)
                .filter(name -> !name.isEmpty())
                .toList());
    var ops = new ArrayList<Op>(graph.getNodeCount());
    for (var node : graph.getNodeList()) {
      Checkpoint.pass();
      if (node.getOpType().isEmpty()) {
        throw source.refuse(
            "onnx.node.type",
            node.getName(),
            node.getName().isEmpty() ? Phrase.of("words.number", ops.size()) : node.getName());
      }
      var name = names.unique(node.getName(), node.getOpType());
      ops.add(
          new Op(
              new OpId(name),
              OnnxReader.domain(node.getDomain()),
              node.getOpType(),
              List.copyOf(node.getInputList()),
              List.copyOf(node.getOutputList()),
              attributes.decode(node, name)));
    }
    return ops;
  }
}
