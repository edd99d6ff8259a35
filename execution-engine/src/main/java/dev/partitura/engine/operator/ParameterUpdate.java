package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What one step of an optimizer makes of a parameter. Inputs: the parameter, the sum of its
/// gradients, the learning rate, the states that the optimizer keeps of it, all of its type, and
/// the number of the step, from 1 on. Outputs: the new parameter, zeros in the place of the
/// gradient, so that the next step begins with an empty sum, and the new states. Each output but a
/// scalar may lie in the memory of the input it takes the place of. Computed in float64 and rounded
/// once. Made when training is laid out; no file holds it.
abstract class ParameterUpdate implements Operator {
  private static final int PARAMETER = 0;
  private static final int GRADIENT = 1;
  private static final int LEARNING_RATE = 2;
  private static final int FIRST_STATE = 3;

  private final Signature signature;
  private final int states;
  private final int required;
  private final boolean counts;
  private final int flopsPerElement;

  /// @param states names of the states, the last `optional` of which may be left out
  /// @param counts whether the number of the step is read
  /// @param flopsPerElement operations for each element of the parameter
  ParameterUpdate(
      String type,
      List<String> states,
      int optional,
      boolean counts,
      int flopsPerElement,
      Parameter... attributes) {
    this.states = states.size();
    this.required = states.size() - optional;
    this.counts = counts;
    this.flopsPerElement = flopsPerElement;
    this.signature =
        new Signature(
            Fused.DOMAIN,
            type,
            Category.ARITHMETIC,
            Stream.of(
                    List.of("parameter", "gradient", "learning_rate"),
                    states,
                    counts ? List.of("step") : List.<String>of())
                .flatMap(List::stream)
                .toList(),
            FIRST_STATE + required + (counts && optional == 0 ? 1 : 0),
            false,
            Stream.concat(Stream.of("parameter", "gradient"), states.stream())
                .map(name -> name + "_new")
                .toList(),
            false,
            List.of(attributes));
  }

  /// The rule for the op at hand. Row 0 of a block is the parameter, row 1 the gradient, which the
  /// rule may change at will, and the rows from 2 on are the states.
  ///
  /// @param step the number of the step; 1 where the op is not told it
  abstract ElementBlocks.Change rule(OpContext op, double learningRate, double step);

  /// Whether the rule needs all elements at once.
  boolean takesWhole() {
    return false;
  }

  @Override
  public final Signature signature() {
    return signature;
  }

  @Override
  public final Set<Trait> traits() {
    return takesWhole() ? Set.of() : Set.of(Trait.UPDATES_ELEMENTS);
  }

  @Override
  public final int takesPlaceOf(int output) {
    return output <= GRADIENT ? output : FIRST_STATE + output - 2;
  }

  @Override
  public final List<TensorType> infer(OpContext op) {
    op.requireFloats(PARAMETER);
    requireAlike(op, PARAMETER, GRADIENT, signature.inputs().get(GRADIENT));
    requireSingle(op, LEARNING_RATE);
    op.requireFloats(LEARNING_RATE);
    var types = new ArrayList<>(List.of(op.type(PARAMETER), op.type(PARAMETER)));
    for (int i = 0; i < statesOf(op); i++) {
      int input = FIRST_STATE + i;
      requireAlike(op, PARAMETER, input, signature.inputs().get(input));
      types.add(op.type(PARAMETER));
    }
    if (isCounted(op)) {
      requireSingle(op, FIRST_STATE + states);
      op.requireNumbers(FIRST_STATE + states);
    }
    return types;
  }

  /// How many states the op has.
  private int statesOf(OpContext op) {
    int present = required;
    while (present < states && op.hasInput(FIRST_STATE + present)) {
      present++;
    }
    return present;
  }

  private boolean isCounted(OpContext op) {
    return counts && statesOf(op) == states;
  }

  /// Refuses an input, called `name`, of another type than input `like`.
  static void requireAlike(OpContext op, int like, int input, String name) {
    op.requireSameType(like, input);
    var wanted = op.shape(like);
    var given = op.shape(input);
    if (wanted != null
        && given != null
        && wanted.isStatic()
        && given.isStatic()
        && !Arrays.equals(wanted.sizes(), given.sizes())) {
      throw op.refuse("op.update.shape", name, given, wanted);
    }
  }

  /// Refuses an input that is known to hold another count than one.
  static void requireSingle(OpContext op, int input) {
    var type = op.type(input);
    if (type.isStatic() && type.knownShape().elementCount() != 1) {
      throw op.refuse("op.input.single", input, type);
    }
  }

  @Override
  public final Work work(OpContext op, List<TensorType> outputs) {
    return Work.elementwise(op, outputs, flopsPerElement);
  }

  @Override
  public final void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var types = infer(run);
    var read = new ArrayList<Tensor>();
    var written = new ArrayList<@Nullable Tensor>();
    for (int i = 0; i < types.size(); i++) {
      read.add(run.tensor(takesPlaceOf(i)));
      written.add(outputs.wanted(i) ? outputs.get(i, types.get(i)) : null);
    }
    double learningRate = run.single(LEARNING_RATE).doubleAt(0);
    double step = isCounted(run) ? run.single(FIRST_STATE + states).doubleAt(0) : 1;
    var rule = rule(run, learningRate, step);
    ElementBlocks.Change change =
        (values, count) -> {
          rule.apply(values, count);
          Arrays.fill(values[GRADIENT], 0, count, 0);
        };
    if (takesWhole()) {
      ElementBlocks.changeWhole(read, written, change);
    } else {
      ElementBlocks.change(read, written, change);
    }
  }

  /// Every element is updated by itself, but by rules that need all of them.
  @Override
  public final Sharding sharding(ShardedOp op, int output) {
    int split = op.axis(PARAMETER);
    for (int input = GRADIENT; input < FIRST_STATE + statesOf(op.part()); input++) {
      boolean fits = input == LEARNING_RATE ? op.isReplicated(input) : op.axis(input) == split;
      if (takesWhole() || !fits) {
        return Sharding.UNKNOWN;
      }
    }
    return !isCounted(op.part()) || op.isReplicated(FIRST_STATE + states)
        ? Sharding.along(split)
        : Sharding.UNKNOWN;
  }

  // Numbers of an optimizer are float64 scalars: ONNX's number attributes are float32, in which 1 -
  // 0.999 is wrong from its fifth digit on.

  /// An attribute that is a float64 number.
  static Parameter number(String name) {
    return Parameter.optional(name, Kind.TENSOR);
  }

  static double number(OpContext op, String name, double fallback) {
    var given = op.attributes().tensor(name);
    return given == null ? fallback : given.doubleAt(0);
  }

  static boolean is(OpContext op, String flag) {
    return op.attributes().intOr(flag, 0) != 0;
  }
}
