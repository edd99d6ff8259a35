package dev.partitura.engine.network;

import dev.partitura.engine.tensor.TensorType;
import java.lang.ref.SoftReference;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is computed: ops on named tensors, as in an ONNX graph; it knows no device. Immutable. A
/// network may be unfinished (an op whose inputs nobody produces yet); [NetworkCheck] says what is
/// missing.
public final class Network {
  /// The operator set version of networks made here.
  public static final int DEFAULT_OPSET = 17;

  private final String name;
  private final List<Value> inputs;
  private final List<Value> outputs;
  private final List<Op> ops;
  private final Map<String, Constant> initializers;
  private final Map<String, Integer> opsets;
  private final Map<String, TensorType> statedTypes;

  /// Made when first asked for; given up where memory is short, since a history of edits holds many
  /// networks.
  private SoftReference<Topology> topology = new SoftReference<>(null);

  /// @param inputs values fed at each run; initializers are not among them
  /// @param outputs values handed back
  /// @param ops in the order of the file or of drawing; [Topology] orders them by dependency
  /// @param initializers constants (weights) by value name
  /// @param opsets operator set version by domain; the empty domain is ONNX's own
  /// @param statedTypes types that a file states for inner values; believed only behind an op whose
  ///   operator we lack
  public Network(
      String name,
      List<Value> inputs,
      List<Value> outputs,
      List<Op> ops,
      Map<String, Constant> initializers,
      Map<String, Integer> opsets,
      Map<String, TensorType> statedTypes) {
    this.name = name;
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.ops = List.copyOf(ops);
    this.initializers = Collections.unmodifiableMap(new LinkedHashMap<>(initializers));
    this.opsets = Map.copyOf(opsets);
    this.statedTypes = Collections.unmodifiableMap(new LinkedHashMap<>(statedTypes));
    var ids = HashSet.<OpId>newHashSet(this.ops.size());
    for (var op : this.ops) {
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
      Map<String, Constant> initializers,
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

  /// Version of the operator set that an op belongs to.
  public int opset(Op op) {
    return opsets.getOrDefault(op.domain(), opset());
  }

  public String name() {
    return name;
  }

  public List<Value> inputs() {
    return inputs;
  }

  public List<Value> outputs() {
    return outputs;
  }

  public List<Op> ops() {
    return ops;
  }

  public Map<String, Constant> initializers() {
    return initializers;
  }

  public Map<String, Integer> opsets() {
    return opsets;
  }

  public Map<String, TensorType> statedTypes() {
    return statedTypes;
  }

  /// Behind [Topology#of]. It depends on the ops alone.
  Topology topology() {
    synchronized (this) {
      var known = topology.get();
      if (known == null) {
        known = new Topology(ops);
        topology = new SoftReference<>(known);
      }
      return known;
    }
  }

  public Network withOps(List<Op> newOps) {
    return new Network(name, inputs, outputs, newOps, initializers, opsets, statedTypes);
  }

  public Network withInputs(List<Value> newInputs) {
    return withSameOps(name, newInputs, outputs, initializers);
  }

  public Network withOutputs(List<Value> newOutputs) {
    return withSameOps(name, inputs, newOutputs, initializers);
  }

  public Network withInitializers(Map<String, Constant> newInitializers) {
    return withSameOps(name, inputs, outputs, newInitializers);
  }

  public Network withName(String newName) {
    return withSameOps(newName, inputs, outputs, initializers);
  }

  private Network withSameOps(
      String newName,
      List<Value> newInputs,
      List<Value> newOutputs,
      Map<String, Constant> newInitializers) {
    var network =
        new Network(newName, newInputs, newOutputs, ops, newInitializers, opsets, statedTypes);
    synchronized (this) {
      network.topology = topology;
    }
    return network;
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

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || other instanceof Network network
            && name.equals(network.name)
            && inputs.equals(network.inputs)
            && outputs.equals(network.outputs)
            && ops.equals(network.ops)
            && initializers.equals(network.initializers)
            && opsets.equals(network.opsets)
            && statedTypes.equals(network.statedTypes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, inputs, outputs, ops, initializers, opsets, statedTypes);
  }

  @Override
  public String toString() {
    return "Network " + name;
  }
}
