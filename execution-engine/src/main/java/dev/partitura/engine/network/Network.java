package dev.partitura.engine.network;

import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is computed: ops on named tensors, as in an ONNX graph; it knows no device. Immutable. A
/// network may be unfinished (an op whose inputs nobody produces yet); [NetworkCheck] says what is
/// missing.
///
/// @param inputs values fed at each run; initializers are not among them
/// @param outputs values handed back
/// @param ops in the order of the file or of drawing; [Topology] orders them by dependency
/// @param initializers constant tensors (weights) by value name
/// @param opsets operator set version by domain; the empty domain is ONNX's own
/// @param statedTypes types that a file states for inner values; believed only behind an op whose
///   operator we lack
public record Network(
    String name,
    List<Value> inputs,
    List<Value> outputs,
    List<Op> ops,
    Map<String, Tensor> initializers,
    Map<String, Integer> opsets,
    Map<String, TensorType> statedTypes) {
  /// The operator set version of networks made here.
  public static final int DEFAULT_OPSET = 17;

  public Network {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    ops = List.copyOf(ops);
    initializers = Collections.unmodifiableMap(new LinkedHashMap<>(initializers));
    opsets = Map.copyOf(opsets);
    statedTypes = Collections.unmodifiableMap(new LinkedHashMap<>(statedTypes));
    var ids = new HashSet<OpId>();
    for (var op : ops) {
      if (!ids.add(op.id())) {
        throw new IllegalArgumentException("Two ops are named " + op.name());
      }
    }
  }

  /// A network without stated types.
  public Network(
      String name,
      List<Value> inputs,
      List<Value> outputs,
      List<Op> ops,
      Map<String, Tensor> initializers,
      Map<String, Integer> opsets) {
    this(name, inputs, outputs, ops, initializers, opsets, Map.of());
  }

  public static Network empty(String name) {
    return new Network(name, List.of(), List.of(), List.of(), Map.of(), Map.of("", DEFAULT_OPSET));
  }

  /// Version of ONNX's own operator set.
  public int opset() {
    return opsets.getOrDefault("", DEFAULT_OPSET);
  }

  public Network withOps(List<Op> newOps) {
    return new Network(name, inputs, outputs, newOps, initializers, opsets, statedTypes);
  }

  public Network withInputs(List<Value> newInputs) {
    return new Network(name, newInputs, outputs, ops, initializers, opsets, statedTypes);
  }

  public Network withOutputs(List<Value> newOutputs) {
    return new Network(name, inputs, newOutputs, ops, initializers, opsets, statedTypes);
  }

  public Network withInitializers(Map<String, Tensor> newInitializers) {
    return new Network(name, inputs, outputs, ops, newInitializers, opsets, statedTypes);
  }

  public Network withName(String newName) {
    return new Network(newName, inputs, outputs, ops, initializers, opsets, statedTypes);
  }

  /// Values that are read but neither fed, constant nor produced here: what a body takes from
  /// around it. Cost: one walk.
  public Set<String> freeValues() {
    var known = new HashSet<String>(initializers.keySet());
    inputs.forEach(input -> known.add(input.name()));
    ops.forEach(op -> known.addAll(op.outputs()));
    var free = new LinkedHashSet<String>();
    for (var op : ops) {
      op.dependencies().stream().filter(name -> !known.contains(name)).forEach(free::add);
    }
    outputs.stream().map(Value::name).filter(name -> !known.contains(name)).forEach(free::add);
    return free;
  }
}
