package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What an operator may ask about the op at hand: attributes, operator-set version, input types and
/// the inputs that are constant. Immutable.
public final class OpContext {
  private static final Phrase NUMBERS = Phrase.of("words.numbers");
  private static final Phrase FLOATS = Phrase.of("words.floats");

  private final Op op;
  private final int opset;
  private final List<@Nullable TensorType> inputTypes;
  private final List<@Nullable Constant> constants;
  private final List<@Nullable SizeList> sizes;

  /// @param inputTypes one for each of the op's inputs and then for each capture; null where absent
  ///   or unknown
  /// @param constants the inputs whose value is known before the run; null elsewhere; same length
  public OpContext(
      Op op, int opset, List<@Nullable TensorType> inputTypes, List<@Nullable Constant> constants) {
    this(op, opset, inputTypes, constants, List.of());
  }

  /// The op during a run, where every present input is known.
  ///
  /// @param inputs one for each of the op's inputs and then for each capture; null where absent
  public static OpContext during(Op op, int opset, List<@Nullable Tensor> inputs) {
    var types = new ArrayList<@Nullable TensorType>();
    var constants = new ArrayList<@Nullable Constant>();
    for (var tensor : inputs) {
      types.add(tensor == null ? null : tensor.type());
      constants.add(tensor == null ? null : Constant.of(tensor));
    }
    return new OpContext(op, opset, types, constants);
  }

  private OpContext(
      Op op,
      int opset,
      List<@Nullable TensorType> inputTypes,
      List<@Nullable Constant> constants,
      List<@Nullable SizeList> sizes) {
    this.op = op;
    this.opset = opset;
    this.inputTypes = Collections.unmodifiableList(new ArrayList<>(inputTypes));
    this.constants = Collections.unmodifiableList(new ArrayList<>(constants));
    this.sizes = sizes;
  }

  public Op op() {
    return op;
  }

  public Attributes attributes() {
    return op.attributes();
  }

  /// Version of the operator set the op belongs to.
  public int opset() {
    return opset;
  }

  public int inputCount() {
    return inputTypes.size();
  }

  public List<@Nullable TensorType> inputTypes() {
    return inputTypes;
  }

  public boolean hasInput(int index) {
    return index < op.inputs().size() && !op.inputs().get(index).isEmpty();
  }

  /// Type of a present input.
  ///
  /// @throws ProblemException when the input is missing or its type unknown
  public TensorType type(int index) {
    var type = index < inputTypes.size() ? inputTypes.get(index) : null;
    if (type == null) {
      throw refuse("op.input.missing", index);
    }
    return type;
  }

  public DataType dataType(int index) {
    return type(index).dataType();
  }

  /// One for each input and capture: what is the same in every run, null elsewhere.
  public List<@Nullable Constant> constants() {
    return constants;
  }

  /// Shape of an input, or null when not even its rank is known.
  public @Nullable Shape shape(int index) {
    return type(index).shape();
  }

  /// Value of an input that is known before the run, else null.
  public @Nullable Tensor constant(int index) {
    return isKnown(index) ? Objects.requireNonNull(constants.get(index)).tensor() : null;
  }

  private boolean isKnown(int index) {
    var constant = index < constants.size() ? constants.get(index) : null;
    return constant != null && constant.isKnown();
  }

  public int outputCount() {
    return op.outputs().size();
  }

  /// This op with what is known of inputs that hold sizes; one for each input.
  OpContext withSizes(List<@Nullable SizeList> known) {
    return new OpContext(
        op, opset, inputTypes, constants, Collections.unmodifiableList(new ArrayList<>(known)));
  }

  /// What is known of an input that holds sizes, or null.
  @Nullable SizeList sizes(int index) {
    if (isKnown(index)) {
      return SizeList.of(Objects.requireNonNull(constants.get(index)));
    }
    return index < sizes.size() ? sizes.get(index) : null;
  }

  /// Whether an input is given but its value is not known before the run.
  public boolean isVariable(int index) {
    return hasInput(index) && !isKnown(index);
  }

  /// This op with another attribute.
  OpContext withAttribute(String name, Attribute value) {
    return new OpContext(
        op.withAttributes(op.attributes().with(name, value)), opset, inputTypes, constants, sizes);
  }

  /// What is known of this op, of another one that reads the same.
  OpContext as(Op other) {
    return new OpContext(other, opset, inputTypes, constants, sizes);
  }

  /// This op with another constant as input.
  OpContext withConstant(int input, Tensor value) {
    var types = new ArrayList<>(inputTypes);
    var values = new ArrayList<>(constants);
    types.set(input, value.type());
    values.set(input, Constant.of(value));
    return new OpContext(op, opset, types, values, sizes);
  }

  /// This part of an op over groups of channels with its share of the groups, where its first input
  /// is split along the channels; null where that splits a group.
  @Nullable OpContext withGroups(OpContext whole, Sharding first, int parts) {
    long groups = whole.attributes().intOr("group", 1);
    if (groups == 1 || !(first instanceof Sharding.Along(int axis) && axis == 1)) {
      return this;
    }
    return groups % parts == 0
        ? withAttribute("group", new Attribute.IntValue(groups / parts))
        : null;
  }

  /// This op during a run: the types and values are those of `inputs`; a null keeps what was known.
  public OpContext with(List<@Nullable Tensor> inputs) {
    var types = new ArrayList<>(inputTypes);
    var values = new ArrayList<>(constants);
    for (int i = 0; i < inputs.size(); i++) {
      var tensor = inputs.get(i);
      if (tensor != null) {
        types.set(i, tensor.type());
        values.set(i, Constant.of(tensor));
      }
    }
    return new OpContext(op, opset, types, values, sizes);
  }

  /// Value of an input that must be there.
  ///
  /// @throws ProblemException when it is not
  public Tensor tensor(int index) {
    var tensor = constant(index);
    if (tensor == null) {
      throw refuse("op.input.missing", index);
    }
    return tensor;
  }

  /// Value of an input that must hold a single element.
  ///
  /// @throws ProblemException when it is missing or holds another count
  public Tensor single(int index) {
    var tensor = tensor(index);
    if (tensor.elementCount() != 1 || tensor.dataType() == DataType.STRING) {
      throw refuse("op.input.single", index, tensor.type());
    }
    return tensor;
  }

  /// Integers that newer operator sets take from constant input `index` and older ones from an
  /// attribute; null when neither is given.
  public long @Nullable [] integers(int index, String attribute) {
    var tensor = constant(index);
    if (tensor != null && !tensor.dataType().isInteger()) {
      throw refuse("op.input.whole", index, attribute, tensor.type());
    }
    return tensor != null ? tensor.toLongs() : attributes().ints(attribute);
  }

  /// `axis` counted from the first axis.
  ///
  /// @throws ProblemException when a value of `rank` axes has no such axis
  public int axis(long axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw refuse("op.axis.range", axis, rank, -rank, rank - 1);
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }

  /// Each of `axes` counted from the first axis, in the order given, none twice.
  public int[] axes(long[] axes, int rank) {
    var seen = new boolean[rank];
    var result = new int[axes.length];
    for (int i = 0; i < axes.length; i++) {
      result[i] = axis(axes[i], rank);
      if (seen[result[i]]) {
        throw refuse("op.axis.twice", axes[i]);
      }
      seen[result[i]] = true;
    }
    return result;
  }

  /// Refuses inputs of different element types; absent ones are passed over.
  public void requireSameType(int... inputs) {
    for (int input : inputs) {
      var type = input < inputTypes.size() ? inputTypes.get(input) : null;
      if (type != null && type.dataType() != dataType(inputs[0])) {
        throw refuse(
            "op.input.mixed",
            dataType(inputs[0]).label(),
            type.dataType().label(),
            inputs[0],
            input);
      }
    }
  }

  /// Refuses an input of another element type than those `allowed`, which `wanted` puts into words.
  public void requireType(int input, Predicate<DataType> allowed, Phrase wanted) {
    if (!allowed.test(dataType(input))) {
      throw refuse("op.input.type", wanted, input, dataType(input).label());
    }
  }

  /// Refuses strings and booleans.
  public void requireNumbers(int input) {
    requireType(input, type -> type.isInteger() || type.isFloating(), NUMBERS);
  }

  public void requireFloats(int input) {
    requireType(input, DataType::isFloating, FLOATS);
  }

  public void requireIndices(int input) {
    requireType(
        input,
        type -> type == DataType.INT64 || type == DataType.INT32,
        Phrase.of("words.indices"));
  }

  /// Refuses an input whose known rank is another than `rank`.
  public void requireRank(int input, int rank) {
    var shape = shape(input);
    if (shape != null && shape.rank() != rank) {
      throw refuse("op.input.rank", rank, input, shape);
    }
  }

  /// Refuses an input whose known rank is below `rank`.
  public void requireRankAtLeast(int input, int rank) {
    var shape = shape(input);
    if (shape != null && shape.rank() < rank) {
      throw refuse("op.input.rank.least", rank, input, shape);
    }
  }

  /// An attribute that has no default.
  public long requireInt(String attribute) {
    if (!attributes().has(attribute)) {
      throw refuse("op.attribute.missing", attribute);
    }
    return attributes().intOr(attribute, 0);
  }

  /// A refusal that names this op: its sentence is told the op's name, its type, and `arguments`.
  public ProblemException refuse(String code, Object... arguments) {
    return ProblemException.of(
        code,
        op.name(),
        Stream.concat(Stream.of(op.name(), op.type()), Stream.of(arguments)).toArray());
  }
}
