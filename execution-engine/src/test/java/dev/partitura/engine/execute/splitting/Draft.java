package dev.partitura.engine.execute.splitting;

import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.TypeInference;
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
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A network that grows op by op. Each op is inferred for the whole batch and for a part of it: one
/// that does not fit the whole is not added, one that does not fit the part seldom.
final class Draft {
  static final int OPSET = 18;

  /// One in so many ops that a part of the batch cannot run stays, so that refusing is tried too.
  private static final int KEPT_UNFIT = 12;

  /// A float of as many bits is exact, so sums of them have the same value in every order.
  private static final int EXACT_BITS = 24;

  private static final int ROUNDED = 99;

  /// An input that an op leaves out.
  static final Drawn ABSENT = new Drawn("", TensorType.of(DataType.FLOAT), 0);

  final SplittableRandom random;
  final int batch;
  final int part;
  private final boolean bold;
  private final List<Value> inputs = new ArrayList<>();
  private final List<Op> ops = new ArrayList<>();
  private final Map<String, Constant> initializers = new LinkedHashMap<>();
  private final Map<String, Tensor> feeds = new LinkedHashMap<>();
  private final List<Drawn> values = new ArrayList<>();
  private final Typing whole = new Typing();
  private final Typing split = new Typing();

  /// A value so far.
  ///
  /// @param type for the whole batch
  /// @param bits that its elements need at most to be exact
  record Drawn(String name, TensorType type, int bits) {
    int rank() {
      return type.knownShape().rank();
    }

    long size(int axis) {
      return type.knownShape().size(axis);
    }

    boolean isFloat() {
      return type.dataType() == DataType.FLOAT;
    }

    boolean isInteger() {
      return type.dataType() == DataType.INT64;
    }

    boolean isBool() {
      return type.dataType() == DataType.BOOL;
    }

    boolean isExact() {
      return bits <= EXACT_BITS;
    }
  }

  private static final class Typing {
    final Map<String, TensorType> types = new HashMap<>();
    final Map<String, Constant> constants = new HashMap<>();

    @Nullable NetworkTypes of(Op op) {
      var network =
          new Network("one", List.of(), List.of(), List.of(op), Map.of(), Map.of("", OPSET));
      var needed = new HashMap<String, TensorType>();
      var known = new HashMap<String, Constant>();
      for (var name : op.dependencies()) {
        if (types.containsKey(name)) {
          needed.put(name, types.get(name));
        }
        if (constants.containsKey(name)) {
          known.put(name, constants.get(name));
        }
      }
      var inferred = TypeInference.infer(network, needed, known);
      return inferred.problems().isEmpty() ? inferred : null;
    }

    void keep(Op op, NetworkTypes inferred) {
      for (var output : op.outputs()) {
        if (inferred.type(output) != null) {
          types.put(output, inferred.type(output));
        }
        if (inferred.constants().containsKey(output)) {
          constants.put(output, inferred.constants().get(output));
        }
      }
    }
  }

  Draft(SplittableRandom random, int batch, int part) {
    this.random = random;
    this.batch = batch;
    this.part = part;
    this.bold = random.nextInt(3) == 0;
  }

  /// An input that is fed with `tensor`; `split` is its shape in a part.
  void input(TensorType declared, Tensor tensor, Shape split) {
    var name = "in" + inputs.size();
    inputs.add(new Value(name, declared));
    feeds.put(name, tensor);
    whole.types.put(name, tensor.type());
    this.split.types.put(name, tensor.type().withShape(split));
    values.add(new Drawn(name, tensor.type(), 3));
  }

  Drawn constant(Tensor tensor) {
    var name = "c" + initializers.size();
    initializers.put(name, Constant.of(tensor));
    for (var typing : List.of(whole, split)) {
      typing.types.put(name, tensor.type());
      typing.constants.put(name, Constant.of(tensor));
    }
    return new Drawn(name, tensor.type(), 3);
  }

  Drawn longs(long... numbers) {
    return constant(Tensor.ofLongs(numbers, numbers.length));
  }

  Drawn number(long number) {
    return constant(Tensor.ofLongs(new long[] {number}));
  }

  Drawn floats(long... sizes) {
    return constant(Numbers.floats(random, Shape.of(sizes)));
  }

  /// The op's first output, or null when the op does not fit.
  @Nullable Drawn add(String type, Attributes attributes, @Nullable Drawn... inputs) {
    var outputs = addAll(type, 1, attributes, inputs);
    return outputs.isEmpty() ? null : outputs.getFirst();
  }

  @Nullable Drawn add(String type, @Nullable Drawn... inputs) {
    return add(type, Attributes.NONE, inputs);
  }

  List<Drawn> addAll(String type, int count, Attributes attributes, @Nullable Drawn... inputs) {
    var names = new ArrayList<String>();
    int bits = 0;
    for (var input : inputs) {
      if (input == null) {
        return List.of();
      }
      names.add(input.name());
      bits = Bits.joined(type, bits, input.bits());
    }
    while (!names.isEmpty() && names.getLast().isEmpty()) {
      names.removeLast();
    }
    var outputs = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      outputs.add("v" + ops.size() + (i == 0 ? "" : "_" + i));
    }
    var op = new Op(new OpId("op" + ops.size()), "", type, names, outputs, attributes);
    var types = whole.of(op);
    if (types == null || !isSmall(op, types)) {
      return List.of();
    }
    var partTypes = split.of(op);
    if (partTypes == null && random.nextInt(KEPT_UNFIT) > 0) {
      return List.of();
    }
    ops.add(op);
    whole.keep(op, types);
    if (partTypes != null) {
      split.keep(op, partTypes);
    }
    var drawn = new ArrayList<Drawn>();
    for (var output : outputs) {
      var outputType = types.type(output);
      if (outputType != null) {
        boolean whole = outputType.dataType() != DataType.FLOAT;
        int outputBits = whole ? Math.min(bits, 10) : Bits.after(type, bits);
        drawn.add(new Drawn(output, outputType, outputBits > EXACT_BITS ? ROUNDED : outputBits));
      }
    }
    values.addAll(drawn);
    return drawn;
  }

  private static boolean isSmall(Op op, NetworkTypes types) {
    return op.outputs().stream()
        .map(types::type)
        .allMatch(
            type -> type == null || !type.isStatic() || type.knownShape().elementCount() < 3_000);
  }

  /// A value of a known shape that fits, preferably a late one.
  @Nullable Drawn pick(Predicate<Drawn> wanted) {
    var fit = values.stream().filter(v -> v.type().isStatic()).filter(wanted).toList();
    if (fit.isEmpty()) {
      return null;
    }
    int back = Math.min(random.nextInt(fit.size()), random.nextInt(fit.size()));
    return fit.get(fit.size() - 1 - back);
  }

  /// A value of float elements.
  @Nullable Drawn pickFloat() {
    return pick(Drawn::isFloat);
  }

  @Nullable Drawn pickFloat(int leastRank) {
    return pick(v -> v.isFloat() && v.rank() >= leastRank);
  }

  int opCount() {
    return ops.size();
  }

  /// Whether it holds nothing but sizes, so that a split that makes it an output is refused.
  private boolean isSize(String name) {
    return whole.constants.containsKey(name);
  }

  /// An axis of a value; in a tame network seldom the first, so that a good part of them can split.
  int axis(Drawn of) {
    return !bold && of.rank() > 1 && random.nextInt(8) > 0
        ? random.nextInt(1, of.rank())
        : random.nextInt(of.rank());
  }

  int chance(int bound) {
    return random.nextInt(bound);
  }

  /// The network whose outputs are the last value and some others.
  Trial finish(long seed) {
    var read = new HashSet<String>();
    ops.forEach(op -> read.addAll(op.dependencies()));
    var outputs =
        values.stream()
            .map(Drawn::name)
            .filter(name -> !feeds.containsKey(name))
            .filter(name -> random.nextInt(isSize(name) ? 9 : read.contains(name) ? 6 : 1) == 0)
            .map(name -> new Value(name, null))
            .toList();
    if (outputs.isEmpty()) {
      outputs = List.of(new Value(values.getLast().name(), null));
    }
    var network = new Network("random", inputs, outputs, ops, initializers, Map.of("", OPSET));
    return new Trial(seed, network, feeds);
  }
}
