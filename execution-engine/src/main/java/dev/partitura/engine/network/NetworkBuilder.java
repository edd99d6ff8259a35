package dev.partitura.engine.network;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Makes a network in code: each call adds one op and hands back the name of the value it produces. Used by one thread.
///
///     var b = new NetworkBuilder("net");
///     var x = b.input("x", Shape.of(-1, 3, 8, 8).withSymbol(0, "batch"));
///     b.output(b.op("Relu", x));
public final class NetworkBuilder {
  private final String name;
  private final List<Value> inputs = new ArrayList<>();
  private final List<Value> outputs = new ArrayList<>();
  private final List<Op> ops = new ArrayList<>();
  private final Map<String, Constant> initializers = new LinkedHashMap<>();
  private final Set<String> names = new HashSet<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private Map<String, Integer> opsets = Map.of("", Network.DEFAULT_OPSET);
  private Map<String, TensorType> statedTypes = Map.of();

  public NetworkBuilder(String name) {
    this.name = name;
  }

  /// Continues a network, whose operator sets stay as they are.
  public static NetworkBuilder of(Network network) {
    var builder = new NetworkBuilder(network.name());
    builder.inputs.addAll(network.inputs());
    builder.outputs.addAll(network.outputs());
    builder.ops.addAll(network.ops());
    builder.initializers.putAll(network.initializers());
    builder.names.addAll(network.initializers().keySet());
    network.inputs().forEach(input -> builder.names.add(input.name()));
    for (var op : network.ops()) {
      builder.names.add(op.name());
      builder.names.addAll(op.outputs());
    }
    builder.opsets = network.opsets();
    builder.statedTypes = network.statedTypes();
    return builder;
  }

  public NetworkBuilder opset(int version) {
    opsets = Map.of("", version);
    return this;
  }

  /// A float32 input.
  public String input(String inputName, Shape shape) {
    return input(inputName, new TensorType(DataType.FLOAT, shape));
  }

  public String input(String inputName, TensorType type) {
    inputs.add(new Value(inputName, type));
    names.add(inputName);
    return inputName;
  }

  /// A constant, named as given or with a number behind when the name is taken.
  public String initializer(String wanted, Constant constant) {
    var unique = unique(wanted);
    initializers.put(unique, constant);
    return unique;
  }

  /// A constant with the elements of `tensor`.
  public String initializer(String wanted, Tensor tensor) {
    return initializer(wanted, Constant.of(tensor));
  }

  /// Adds an op with one output, named after its type and a number.
  public String op(String type, String... opInputs) {
    return op(unique(type), type, Attributes.NONE, opInputs);
  }

  public String op(String type, Attributes attributes, String... opInputs) {
    return op(unique(type), type, attributes, opInputs);
  }

  /// Adds an op of the given name with one output of the same name.
  public String op(String opName, String type, Attributes attributes, String... opInputs) {
    names.add(opName);
    return add(new Op(
            new OpId(opName), "", type, List.of(opInputs), List.of(opName + ":0"), attributes))
        .getFirst();
  }

  /// Adds an op with `outputCount` outputs, `NAME:0` and so on.
  public List<String> op(
      String opName, String type, int outputCount, Attributes attributes, String... opInputs) {
    return op(opName, "", type, outputCount, attributes, opInputs);
  }

  /// The same with an operator of another domain than ONNX's own.
  public List<String> op(
      String opName,
      String domain,
      String type,
      int outputCount,
      Attributes attributes,
      String... opInputs) {
    names.add(opName);
    var opOutputs = new ArrayList<String>();
    for (int i = 0; i < outputCount; i++) {
      opOutputs.add(opName + ":" + i);
    }
    return add(new Op(new OpId(opName), domain, type, List.of(opInputs), opOutputs, attributes));
  }

  private List<String> add(Op op) {
    ops.add(op);
    return op.outputs();
  }

  /// How many ops there are so far.
  public int opCount() {
    return ops.size();
  }

  /// The ops that were added behind the first `count`.
  public List<Op> opsFrom(int count) {
    return List.copyOf(ops.subList(count, ops.size()));
  }

  public void output(String value) {
    outputs.add(new Value(value, null));
  }

  /// A name nobody has yet: `wanted`, or `wanted_2` and so on.
  public String unique(String wanted) {
    var candidate = wanted;
    while (names.contains(candidate + ":0") || !names.add(candidate)) {
      candidate = wanted + "_" + numbers.merge(wanted, 2, (last, _) -> last + 1);
    }
    return candidate;
  }

  /// The network, under a newer operator set than asked for where an op needs one.
  public Network build() {
    return OperatorSets.raised(
        new Network(name, inputs, outputs, ops, initializers, opsets, statedTypes));
  }
}
