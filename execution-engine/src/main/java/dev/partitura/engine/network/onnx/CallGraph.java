package dev.partitura.engine.network.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.partitura.engine.problem.Phrase;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which functions of a model call which, and how large the model becomes when every call is
/// written out. Told from the functions as they stand, each looked at once: functions that call
/// functions grow without end from a small file.
final class CallGraph {
  static final int MOST_OPS = 250_000;
  static final int DEEPEST_CALL = 64;

  private final Map<String, FunctionProto> functions = new HashMap<>();
  private final Map<String, Size> sizes = new LinkedHashMap<>();
  private final Set<String> running = new LinkedHashSet<>();
  private final Source source;

  /// What a call or graph comes to.
  ///
  /// @param calls written out on the way, some of them perhaps of functions without ops
  /// @param bytes of initializers in bodies, of which each call gets its own
  /// @param depth of calls inside calls
  private record Size(long ops, long calls, long bytes, int depth) {
    private static final Size NONE = new Size(0, 0, 0, 0);

    private Size plus(Size other) {
      return new Size(
          sum(ops, other.ops),
          sum(calls, other.calls),
          sum(bytes, other.bytes),
          Math.max(depth, other.depth));
    }

    private Size deeper() {
      return new Size(ops, calls, bytes, depth + 1);
    }

    private static long sum(long one, long other) {
      return one + other < 0 ? Long.MAX_VALUE : one + other;
    }
  }

  CallGraph(List<FunctionProto> functions, Source source) {
    this.source = source;
    functions.forEach(function ->
        this.functions.put(
            key(function.getDomain(), function.getName(), function.getOverload()), function));
  }

  private static String key(String domain, String name, String overload) {
    return OnnxReader.domain(domain) + ":" + name + ":" + overload;
  }

  /// The function that a node calls, or null when it is an op.
  @Nullable FunctionProto called(NodeProto node) {
    return functions.get(key(node.getDomain(), node.getOpType(), node.getOverload()));
  }

  /// Refuses a graph whose calls go in a circle, too deep or to too many ops.
  ///
  /// @return the functions that it reaches
  Collection<FunctionProto> reached(GraphProto graph) {
    var size = size(graph.getNodeList());
    boolean manyOps = size.ops() > MOST_OPS;
    if (!sizes.isEmpty() && (manyOps || size.calls() > MOST_OPS)) {
      long most = manyOps ? size.ops() : size.calls();
      throw source.refuse(
          "onnx.function.size",
          "",
          most == Long.MAX_VALUE ? Phrase.of("words.countless") : most,
          Phrase.of(manyOps ? "words.ops" : "words.calls"));
    }
    if (size.bytes() > Runtime.getRuntime().maxMemory()) {
      throw source.refuse("onnx.function.weights", "", size.bytes());
    }
    return sizes.keySet().stream().map(functions::get).toList();
  }

  private Size size(List<NodeProto> nodes) {
    var sum = Size.NONE;
    for (var node : nodes) {
      var function = called(node);
      sum = sum.plus(function == null ? opSize(node) : callSize(function, node));
    }
    return sum;
  }

  private Size opSize(NodeProto node) {
    var sum = new Size(1, 0, 0, 0);
    for (var attribute : node.getAttributeList()) {
      if (attribute.hasG()) {
        sum = sum.plus(bodySize(attribute));
      }
    }
    return sum;
  }

  private Size bodySize(AttributeProto attribute) {
    long bytes = 0;
    for (var tensor : attribute.getG().getInitializerList()) {
      bytes += tensor.getSerializedSize();
    }
    return size(attribute.getG().getNodeList())
        .plus(new Size(0, 0, running.isEmpty() ? 0 : bytes, 0));
  }

  private Size callSize(FunctionProto function, NodeProto call) {
    var key = key(call.getDomain(), call.getOpType(), call.getOverload());
    if (running.contains(key)) {
      throw source.refuse("onnx.function.recursive", function.getName(), function.getName());
    }
    var known = sizes.get(key);
    if (known == null) {
      requireDepth(running.size() + 1, function);
      running.add(key);
      var body = size(function.getNodeList());
      running.remove(key);
      // An input that is an output as well is copied by an op.
      long copies = function.getOutputList().stream().filter(inputs(function)::contains).count();
      known = body.plus(new Size(copies, 1, 0, 0)).deeper();
      sizes.put(key, known);
    }
    requireDepth(running.size() + known.depth(), function);
    return known;
  }

  private static Set<String> inputs(FunctionProto function) {
    return Set.copyOf(function.getInputList());
  }

  private void requireDepth(int depth, FunctionProto function) {
    if (depth > DEEPEST_CALL) {
      throw source.refuse("onnx.function.nesting", function.getName(), DEEPEST_CALL);
    }
  }
}
