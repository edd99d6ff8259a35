package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// One op on the way back from the loss: what its operator may ask while it states the gradients of
/// its inputs, and where it adds the ops that compute them. All types are static. Used by one
/// thread.
public final class Backward {
  private final OpContext context;
  private final List<TensorType> outputTypes;
  private final List<@Nullable String> gradients;
  private final boolean[] wanted;
  private final NetworkBuilder builder;

  /// @param outputTypes one for each output
  /// @param gradients values that hold the gradients of the outputs; null where the loss does not
  ///   depend on one
  /// @param wanted whether the gradient of each input is asked for
  public Backward(
      OpContext context,
      List<TensorType> outputTypes,
      List<@Nullable String> gradients,
      boolean[] wanted,
      NetworkBuilder builder) {
    this.context = context;
    this.outputTypes = outputTypes;
    this.gradients = gradients;
    this.wanted = wanted.clone();
    this.builder = builder;
  }

  // What is known of the op.

  public OpContext context() {
    return context;
  }

  /// Name of an input.
  public String input(int index) {
    return context.op().inputs().get(index);
  }

  /// Name of the first output.
  public String output() {
    return context.op().outputs().getFirst();
  }

  public Shape shape(int input) {
    return context.type(input).knownShape();
  }

  public Shape outputShape() {
    return outputTypes.getFirst().knownShape();
  }

  public boolean wants(int input) {
    return input < wanted.length && wanted[input];
  }

  /// The value that holds the gradient of an output, or null where the loss does not depend on it
  /// or there is none.
  public @Nullable String gradient(int output) {
    return output < gradients.size() ? gradients.get(output) : null;
  }

  /// The gradient of the first output.
  ///
  /// @throws IllegalStateException when the loss does not depend on it
  public String gradient() {
    var gradient = gradients.getFirst();
    if (gradient == null) {
      throw new IllegalStateException(
          "The loss depends on another output of op " + context.op().name() + " than its first");
    }
    return gradient;
  }

  // Ops that compute gradients.

  public String op(String type, String... inputs) {
    return op(type, Attributes.NONE, inputs);
  }

  public String op(String type, Attributes attributes, String... inputs) {
    return builder.op(name(type), type, attributes, inputs);
  }

  /// An op with several outputs.
  public List<String> op(String type, int outputs, Attributes attributes, String... inputs) {
    return builder.op(name(type), type, outputs, attributes, inputs);
  }

  /// An op of our own domain.
  String own(String type, Attributes attributes, String... inputs) {
    return own(type, 1, attributes, inputs).getFirst();
  }

  /// An op of our own domain with several outputs.
  List<String> own(String type, int outputs, Attributes attributes, String... inputs) {
    return builder.op(name(type), Fused.DOMAIN, type, outputs, attributes, inputs);
  }

  private String name(String type) {
    return builder.unique(context.op().name() + "/back/" + type);
  }

  public String times(String a, String b) {
    return op("Mul", a, b);
  }

  public String plus(String a, String b) {
    return op("Add", a, b);
  }

  public String minus(String a, String b) {
    return op("Sub", a, b);
  }

  public String over(String a, String b) {
    return op("Div", a, b);
  }

  /// 1 where a value is above zero, else 0.
  public String positive(String value) {
    return op("Sign", op("Relu", value));
  }

  /// 1 where two values are the same number, else 0.
  public String same(String a, String b) {
    return minus(number(1), op("Abs", op("Sign", minus(a, b))));
  }

  /// The quotient; `a` where `b` is zero, and so is `a`.
  public String overOrZero(String a, String b) {
    return over(a, plus(b, same(b, number(0))));
  }

  /// The gradient of the first output where it does not depend on the input: zeros.
  public String none() {
    return times(gradient(), number(0));
  }

  /// A number of the type of the first input.
  public String number(double value) {
    return numbers(Shape.SCALAR, value);
  }

  /// 0 of the type of an input.
  public String zero(int input) {
    return builder.initializer(
        name("zero"), Tensor.allocate(new TensorType(context.dataType(input), Shape.SCALAR)));
  }

  /// Numbers of the type of the first input.
  public String numbers(Shape shape, double... values) {
    var tensor = Tensor.allocate(new TensorType(context.dataType(0), shape));
    for (int i = 0; i < values.length; i++) {
      tensor.setDouble(i, values[i]);
    }
    return builder.initializer(name("numbers"), tensor);
  }

  /// A list of whole numbers, as shapes and axes are given.
  public String integers(long... values) {
    var tensor = Tensor.allocate(TensorType.of(DataType.INT64, values.length));
    for (int i = 0; i < values.length; i++) {
      tensor.setLong(i, values[i]);
    }
    return builder.initializer(name("integers"), tensor);
  }

  public String reshaped(String value, Shape shape) {
    return op("Reshape", value, integers(shape.sizes()));
  }

  /// With the last two axes of `rank` exchanged.
  public String transposed(String value, int rank) {
    var order = LongStream.range(0, rank).boxed().collect(java.util.stream.Collectors.toList());
    order.set(rank - 1, rank - 2L);
    order.set(rank - 2, rank - 1L);
    return op("Transpose", attributes("perm", new Attribute.Ints(order)), value);
  }

  /// Summed over axes, which are kept with size 1.
  public String summed(String value, int... axes) {
    var list = Arrays.stream(axes).asLongStream().toArray();
    return axes.length == 0
        ? value
        : context.opset() < 13
            ? op("ReduceSum", attributes("axes", Attribute.Ints.of(list)), value)
            : op("ReduceSum", value, integers(list));
  }

  /// The gradient of input `input`, given that of what it was broadcast to.
  public String summedTo(String gradient, Shape from, int input) {
    return summedTo(gradient, from, shape(input));
  }

  /// Summed over the axes along which `to` is repeated to become `from`.
  public String summedTo(String gradient, Shape from, Shape to) {
    int missing = from.rank() - to.rank();
    var axes =
        IntStream.range(0, from.rank())
            .filter(axis -> axis < missing || to.size(axis - missing) == 1 && from.size(axis) != 1)
            .toArray();
    var sum = summed(gradient, axes);
    return missing == 0 ? sum : reshaped(sum, to);
  }

  static Attributes attributes(String name, Attribute value) {
    return new Attributes(Map.of(name, value));
  }

  /// One for each input, null where there is none.
  public List<@Nullable String> each(@Nullable String... values) {
    return new ArrayList<>(Arrays.asList(values));
  }

  /// The gradient of the first input, where the others have none.
  public List<@Nullable String> first(String value) {
    var each = each(value);
    while (each.size() < context.op().inputs().size()) {
      each.add(null);
    }
    return each;
  }

  /// What `made` gives for each input whose gradient is wanted.
  public List<@Nullable String> every(java.util.function.IntFunction<String> made) {
    var each = each();
    for (int input = 0; input < context.op().inputs().size(); input++) {
      int of = input;
      each.add(where(of, () -> made.apply(of)));
    }
    return each;
  }

  /// What `made` gives where the gradient of the input is wanted, else null.
  public @Nullable String where(int input, java.util.function.Supplier<String> made) {
    return wants(input) ? Objects.requireNonNull(made.get()) : null;
  }
}
