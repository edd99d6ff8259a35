package dev.partitura.engine.operator;

import static java.util.Objects.requireNonNull;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/// One op as a network of its own, for tests: the first input is fed, the others are constants.
@NullMarked
record OneOp(Op op, int opset, List<@Nullable Tensor> inputs) {
  /// @param type with its domain before the last dot, unless it is ONNX's own
  /// @param attributes names and values in turn: Integer, Float, String, `long[]`, `float[]`,
  ///   `String[]`, Tensor or Network
  static OneOp of(
      String type, int opset, int outputs, List<@Nullable Tensor> inputs, Object... attributes) {
    var names = new ArrayList<String>();
    for (int i = 0; i < inputs.size(); i++) {
      names.add(inputs.get(i) == null ? "" : "in" + i);
    }
    var outputNames = IntStream.range(0, outputs).mapToObj(i -> "out" + i).toList();
    int dot = type.lastIndexOf('.');
    var domain = dot < 0 ? "" : type.substring(0, dot);
    return new OneOp(
        new Op(
            new OpId("op"),
            domain,
            type.substring(dot + 1),
            names,
            outputNames,
            attributes(attributes)),
        opset,
        Collections.unmodifiableList(inputs));
  }

  static Attributes attributes(Object... pairs) {
    var byName = new LinkedHashMap<String, Attribute>();
    for (int i = 0; i < pairs.length; i += 2) {
      byName.put(
          (String) pairs[i],
          switch (pairs[i + 1]) {
            case Integer number -> new Attribute.IntValue(number);
            case Float number -> new Attribute.FloatValue(number);
            case String text -> new Attribute.StringValue(text);
            case Tensor tensor -> new Attribute.TensorValue(tensor);
            case Network body -> new Attribute.NetworkValue(body);
            case long[] numbers -> new Attribute.Ints(Arrays.stream(numbers).boxed().toList());
            case float[] numbers ->
                new Attribute.Floats(
                    IntStream.range(0, numbers.length).mapToObj(k -> numbers[k]).toList());
            case String[] texts -> new Attribute.Strings(List.of(texts));
            default -> throw new IllegalArgumentException("Attribute " + pairs[i]);
          });
    }
    return new Attributes(byName);
  }

  Network network() {
    var initializers = new LinkedHashMap<String, Constant>();
    for (int i = 1; i < inputs.size(); i++) {
      var tensor = inputs.get(i);
      if (tensor != null) {
        initializers.put("in" + i, Constant.of(tensor));
      }
    }
    var fed =
        inputs.isEmpty()
            ? List.<Value>of()
            : List.of(new Value("in0", requireNonNull(inputs.getFirst()).type()));
    var outputs = op.outputs().stream().map(name -> new Value(name, null)).toList();
    return new Network("one", fed, outputs, List.of(op), initializers, Map.of(op.domain(), opset));
  }

  Map<String, Tensor> feeds() {
    return inputs.isEmpty() ? Map.of() : Map.of("in0", requireNonNull(inputs.getFirst()));
  }

  List<Tensor> run() {
    return NetworkEvaluation.run(network(), feeds());
  }

  NetworkTypes types() {
    return TypeInference.infer(network());
  }

  /// The inferred type of the first output.
  TensorType inferred() {
    var types = types();
    if (!types.problems().isEmpty()) {
      throw new ProblemException(types.problems());
    }
    return requireNonNull(types.type("out0"));
  }

  OpContext context() {
    return types().context(op);
  }

  /// Whether a tensor of the actual type may come where this type was inferred; without inputs that
  /// the run alone knows, only the same.
  boolean admits(@Nullable TensorType inferred, TensorType actual) {
    var shape = inferred == null ? null : inferred.shape();
    if (inferred == null
        || shape == null
        || inferred.dataType() != actual.dataType()
        || shape.rank() != actual.knownShape().rank()) {
      return false;
    }
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (shape.size(axis) != actual.knownShape().size(axis)
          && (shape.isKnown(axis) || !op.type().equals("Range"))) {
        return false;
      }
    }
    return true;
  }

  /// This op with the shape or values of one input, or one number of an attribute, changed by
  /// chance.
  OneOp damaged(Random random) {
    var names = List.copyOf(op.attributes().byName().keySet());
    if (!names.isEmpty() && random.nextInt(3) == 0) {
      var name = names.get(random.nextInt(names.size()));
      var damaged =
          switch (requireNonNull(op.attributes().get(name))) {
            case Attribute.IntValue(var number) ->
                new Attribute.IntValue(number + random.nextInt(7) - 3);
            case Attribute.Ints(var numbers) ->
                new Attribute.Ints(
                    random
                        .longs(Math.max(0, numbers.size() - random.nextInt(2)), -2, 5)
                        .boxed()
                        .toList());
            case Attribute.Floats(var numbers) ->
                new Attribute.Floats(numbers.subList(0, random.nextInt(numbers.size() + 1)));
            case Attribute.FloatValue(var number) -> new Attribute.FloatValue(-number);
            case Attribute other -> other;
          };
      return new OneOp(op.withAttributes(op.attributes().with(name, damaged)), opset, inputs);
    }
    var changed = new ArrayList<>(inputs);
    int which = random.nextInt(inputs.size());
    var tensor = inputs.get(which);
    if (tensor == null) {
      return this;
    }
    var sizes =
        Arrays.copyOf(
            tensor.shape().sizes(),
            Math.max(
                0, tensor.shape().rank() + (random.nextInt(3) == 0 ? random.nextInt(3) - 1 : 0)));
    if (sizes.length > 0 && random.nextInt(3) > 0) {
      sizes[random.nextInt(sizes.length)] = random.nextInt(5);
    }
    var other = Tensor.allocate(TensorType.of(tensor.dataType(), sizes));
    for (long i = 0; i < other.elementCount(); i++) {
      other.setDouble(
          i,
          random.nextInt(3) == 0 || tensor.elementCount() == 0
              ? random.nextInt(9) - 4
              : tensor.doubleAt(i % tensor.elementCount()));
    }
    changed.set(which, other);
    return new OneOp(op, opset, Collections.unmodifiableList(changed));
  }

  @Override
  public String toString() {
    return op.type() + "-" + opset + " " + inputs + " " + op.attributes().byName();
  }
}
