package dev.partitura.engine.network.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.partitura.engine.limit.Checkpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Replaces calls of functions that a model defines by their bodies. Ops and values of a body are
/// named `CALL/NAME`, so that a call can be collapsed again by its prefix.
final class FunctionInliner {
  private final CallGraph calls;
  private final Map<String, Integer> opsets;
  private final Source source;
  private final TreeSet<String> values = new TreeSet<>();
  private final Map<String, Integer> prefixes = new HashMap<>();
  private int depth;
  private int made;

  /// @param opsets the model's; those a body needs and the model lacks are added, and a set is
  ///   replaced where only another has all ops
  FunctionInliner(List<FunctionProto> functions, Map<String, Integer> opsets, Source source) {
    this.calls = new CallGraph(functions, source);
    this.opsets = opsets;
    this.source = source;
  }

  GraphProto inline(GraphProto graph) {
    var reached = calls.reached(graph);
    if (reached.isEmpty()) {
      return graph;
    }
    new CommonOpsets(calls, source).agree(graph, reached, opsets);
    remember(graph);
    return expanded(graph);
  }

  private void remember(GraphProto graph) {
    graph.getInputList().forEach(value -> values.add(value.getName()));
    graph.getInitializerList().forEach(tensor -> values.add(tensor.getName()));
    for (var node : graph.getNodeList()) {
      values.addAll(node.getOutputList());
      node.getAttributeList().stream()
          .filter(AttributeProto::hasG)
          .forEach(attribute -> remember(attribute.getG()));
    }
  }

  private GraphProto expanded(GraphProto graph) {
    var nodes = new ArrayList<NodeProto>();
    graph.getNodeList().forEach(node -> expand(node, nodes));
    return graph.toBuilder().clearNode().addAllNode(nodes).build();
  }

  private void expand(NodeProto node, List<NodeProto> into) {
    Checkpoint.pass();
    var function = calls.called(node);
    // Graphs handed over as arguments are in no estimate, so the limits are watched here as well.
    if (++made > CallGraph.MOST_OPS || depth > CallGraph.DEEPEST_CALL) {
      throw source.refuse("onnx.function.depth", node.getOpType());
    }
    if (function == null) {
      into.add(withExpandedBodies(node));
      return;
    }
    depth++;
    made--;
    var renamed = new Renaming(node, function, prefix(node));
    for (var inner : function.getNodeList()) {
      expand(renamed.node(inner), into);
    }
    into.addAll(renamed.passedThrough());
    depth--;
  }

  private NodeProto withExpandedBodies(NodeProto node) {
    if (node.getAttributeList().stream().noneMatch(AttributeProto::hasG)) {
      return node;
    }
    var copy = node.toBuilder();
    copy.getAttributeBuilderList().stream()
        .filter(AttributeProto.Builder::hasG)
        .forEach(attribute -> attribute.setG(expanded(attribute.getG())));
    return copy.build();
  }

  private String prefix(NodeProto call) {
    var base = call.getName().isEmpty() ? call.getOpType() : call.getName();
    for (int i = prefixes.merge(base, 1, Integer::sum);
        ;
        i = prefixes.merge(base, 1, Integer::sum)) {
      var prefix = (i == 1 ? base : base + "_" + i) + "/";
      var next = values.ceiling(prefix);
      if (next == null || !next.startsWith(prefix)) {
        values.add(prefix);
        return prefix;
      }
    }
  }

  /// How the names of one function body read at one call.
  private static final class Renaming {
    private final Map<String, String> byName = new HashMap<>();
    private final Map<String, AttributeProto> arguments = new HashMap<>();
    private final List<NodeProto> passedThrough = new ArrayList<>();
    private final String prefix;

    Renaming(NodeProto call, FunctionProto function, String prefix) {
      this.prefix = prefix;
      byName.put("", "");
      for (int i = 0; i < function.getOutputCount(); i++) {
        if (i < call.getOutputCount() && !call.getOutput(i).isEmpty()) {
          byName.put(function.getOutput(i), call.getOutput(i));
        }
      }
      for (int i = 0; i < function.getInputCount(); i++) {
        var given = i < call.getInputCount() ? call.getInput(i) : "";
        var wanted = byName.put(function.getInput(i), given);
        if (wanted != null && !wanted.isEmpty()) {
          passedThrough.add(
              NodeProto.newBuilder()
                  .setName(prefix + "Identity")
                  .setOpType("Identity")
                  .addInput(given)
                  .addOutput(wanted)
                  .build());
        }
      }
      function
          .getAttributeProtoList()
          .forEach(fallback -> arguments.put(fallback.getName(), fallback));
      call.getAttributeList().forEach(given -> arguments.put(given.getName(), given));
    }

    /// Copies of inputs that are outputs as well.
    List<NodeProto> passedThrough() {
      return passedThrough;
    }

    private String value(String name) {
      return byName.computeIfAbsent(name, inner -> prefix + inner);
    }

    NodeProto node(NodeProto node) {
      var copy = node.toBuilder().clearInput().clearOutput().clearAttribute();
      copy.setName(prefix + (node.getName().isEmpty() ? node.getOpType() : node.getName()));
      node.getInputList().forEach(input -> copy.addInput(value(input)));
      node.getOutputList().forEach(output -> copy.addOutput(value(output)));
      for (var attribute : node.getAttributeList()) {
        var argument = arguments.get(attribute.getRefAttrName());
        if (argument != null) {
          copy.addAttribute(argument.toBuilder().setName(attribute.getName()));
        } else if (attribute.getRefAttrName().isEmpty()) {
          copy.addAttribute(
              attribute.hasG()
                  ? attribute.toBuilder().setG(graph(attribute.getG())).build()
                  : attribute);
        }
      }
      return copy.build();
    }

    private GraphProto graph(GraphProto graph) {
      var copy =
          graph.toBuilder()
              .clearInput()
              .clearOutput()
              .clearValueInfo()
              .clearNode()
              .clearInitializer();
      graph.getInputList().forEach(value -> copy.addInput(renamed(value)));
      graph.getOutputList().forEach(value -> copy.addOutput(renamed(value)));
      graph.getValueInfoList().forEach(value -> copy.addValueInfo(renamed(value)));
      graph
          .getInitializerList()
          .forEach(
              tensor -> copy.addInitializer(tensor.toBuilder().setName(value(tensor.getName()))));
      graph.getNodeList().forEach(node -> copy.addNode(node(node)));
      return copy.build();
    }

    private ValueInfoProto renamed(ValueInfoProto info) {
      return info.toBuilder().setName(value(info.getName())).build();
    }
  }
}
