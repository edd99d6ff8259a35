package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds every way in which an op can be split among equal parts, by asking the split rule of its
/// operator about ways to cut its inputs. No rule is believed against the sizes. An operator
/// without a rule, an op with a body, and one whose sizes are not known are not split. Pure.
public final class SplitRules {
  /// Ways to cut the inputs that are all tried; above, those that go along one axis of all.
  private static final int MOST_CUTS = 400;

  private final Operator operator;
  private final OpContext whole;
  private final List<TensorType> outputs;
  private final int parts;

  private SplitRules(Operator operator, OpContext whole, List<TensorType> outputs, int parts) {
    this.operator = operator;
    this.whole = whole;
    this.outputs = outputs;
    this.parts = parts;
  }

  /// @param whole the op
  /// @param outputs types of its outputs
  /// @param parts at least 2
  public static List<SplitRule> of(OpContext whole, List<TensorType> outputs, int parts) {
    var operator = Operators.find(whole.op());
    boolean known =
        operator != null
            && !whole.op().attributes().hasBodies()
            && outputs.stream().allMatch(TensorType::isStatic);
    for (int i = 0; known && i < whole.op().inputs().size(); i++) {
      var type = whole.inputTypes().get(i);
      known = !whole.hasInput(i) || type != null && type.isStatic();
    }
    return operator != null && known
        ? new SplitRules(operator, whole, outputs, parts).all()
        : List.of();
  }

  private List<SplitRule> all() {
    var found = new ArrayList<SplitRule>();
    for (var cut : cuts()) {
      Checkpoint.pass();
      var split = split(cut);
      if (split != null) {
        found.add(split);
      }
    }
    return found;
  }

  private Set<List<Sharding>> cuts() {
    var choices = new ArrayList<List<Sharding>>();
    long count = 1;
    for (int input = 0; input < whole.op().inputs().size(); input++) {
      choices.add(choices(input));
      count = Math.min(MOST_CUTS + 1L, count * choices.getLast().size());
    }
    var cuts = new LinkedHashSet<List<Sharding>>();
    if (count <= MOST_CUTS) {
      everyWay(choices, new ArrayList<>(), cuts);
    } else {
      alongOneAxis(choices, cuts);
    }
    if (!operator.has(Trait.CUTS_RESULT)) {
      cuts.remove(choices.stream().map(_ -> Sharding.REPLICATED).toList());
    }
    return cuts;
  }

  /// How an input may lie: whole, a partial sum, or cut along an axis. Whole numbers that are known
  /// beforehand are sizes and places, which every part wants.
  private List<Sharding> choices(int input) {
    var choices = new ArrayList<>(List.of(Sharding.REPLICATED));
    if (!whole.hasInput(input)) {
      return choices;
    }
    var type = whole.type(input);
    boolean sizes = type.dataType().isInteger() && whole.constant(input) != null;
    for (int axis = 0; axis < type.knownShape().rank() && !sizes; axis++) {
      long size = type.knownShape().size(axis);
      if (size > 1 && size % parts == 0) {
        choices.add(Sharding.along(axis));
      }
    }
    if (isAdded(type)) {
      choices.add(Sharding.PARTIAL);
    }
    return choices;
  }

  /// Sums are made of these alone.
  private static boolean isAdded(TensorType type) {
    return type.dataType() == DataType.FLOAT || type.dataType() == DataType.DOUBLE;
  }

  private static void everyWay(
      List<List<Sharding>> choices, List<Sharding> begun, Set<List<Sharding>> cuts) {
    if (begun.size() == choices.size()) {
      cuts.add(List.copyOf(begun));
      return;
    }
    for (var choice : choices.get(begun.size())) {
      begun.add(choice);
      everyWay(choices, begun, cuts);
      begun.removeLast();
    }
  }

  /// Cuts of many inputs: one alone, all that have such an axis or one of its size, all partial.
  private void alongOneAxis(List<List<Sharding>> choices, Set<List<Sharding>> cuts) {
    cuts.add(
        choices.stream()
            .map(each -> each.contains(Sharding.PARTIAL) ? Sharding.PARTIAL : Sharding.REPLICATED)
            .toList());
    for (int first = 0; first < choices.size(); first++) {
      for (var choice : choices.get(first)) {
        if (choice instanceof Sharding.Along(int axis)) {
          long size = whole.type(first).knownShape().size(axis);
          int fromEnd = whole.type(first).knownShape().rank() - axis;
          var alone = new ArrayList<Sharding>();
          var same = new ArrayList<Sharding>();
          var sized = new ArrayList<Sharding>();
          for (int other = 0; other < choices.size(); other++) {
            alone.add(other == first ? choice : Sharding.REPLICATED);
            same.add(other == first ? choice : fromEnd(choices.get(other), other, fromEnd));
            sized.add(other == first ? choice : ofSize(choices.get(other), other, size));
          }
          cuts.addAll(List.of(alone, same, sized));
        }
      }
    }
  }

  private Sharding fromEnd(List<Sharding> choices, int input, int fromEnd) {
    int rank = choices.size() == 1 ? 0 : whole.type(input).knownShape().rank();
    var wanted = rank < fromEnd ? Sharding.REPLICATED : Sharding.along(rank - fromEnd);
    return choices.contains(wanted) ? wanted : Sharding.REPLICATED;
  }

  private Sharding ofSize(List<Sharding> choices, int input, long size) {
    for (var choice : choices) {
      if (choice instanceof Sharding.Along(int axis)
          && whole.type(input).knownShape().size(axis) == size) {
        return choice;
      }
    }
    return Sharding.REPLICATED;
  }

  private @Nullable SplitRule split(List<Sharding> inputs) {
    try {
      var part = operator.inPart(cut(inputs), whole, inputs, parts);
      if (part == null) {
        return null;
      }
      var written = Operators.find(part.op());
      if (written == null) {
        return null;
      }
      OpForm.require(written, part);
      var types = written.infer(part);
      var op =
          new ShardedOp(
              part, whole, new SampleCounts(1, parts), inputs, nullable(types), nullable(outputs));
      var shardings = new ArrayList<Sharding>();
      for (int output = 0; output < outputs.size(); output++) {
        boolean wanted =
            output < whole.outputCount() && !whole.op().outputs().get(output).isEmpty();
        var told = wanted ? operator.sharding(op, output) : Sharding.REPLICATED;
        if (wanted && !fits(told, types.get(output), outputs.get(output))) {
          return null;
        }
        shardings.add(told);
      }
      return new SplitRule(inputs, shardings, part, types);
    } catch (ProblemException
        | ArithmeticException
        | IllegalStateException
        | IndexOutOfBoundsException
        | IllegalArgumentException _) {
      return null;
    }
  }

  private static List<@Nullable TensorType> nullable(List<TensorType> types) {
    return new ArrayList<>(types);
  }

  /// The op with the types of its inputs' parts; what is cut is known to nobody.
  private OpContext cut(List<Sharding> inputs) {
    var types = new ArrayList<>(whole.inputTypes());
    var constants = new ArrayList<@Nullable Constant>(whole.constants());
    for (int input = 0; input < inputs.size(); input++) {
      if (inputs.get(input) instanceof Sharding.Along(int axis)) {
        types.set(input, part(Objects.requireNonNull(types.get(input)), axis, parts));
        constants.set(input, null);
      } else if (inputs.get(input) instanceof Sharding.Partial) {
        constants.set(input, null);
      }
    }
    return new OpContext(whole.op(), whole.opset(), types, constants);
  }

  /// The type of one of equal parts along an axis.
  public static TensorType part(TensorType whole, int axis, int parts) {
    var shape = whole.knownShape();
    return whole.withShape(shape.withSize(axis, shape.size(axis) / parts));
  }

  private boolean fits(Sharding told, TensorType part, TensorType full) {
    return switch (told) {
      case Sharding.Replicated _ -> part.equals(full);
      case Sharding.Partial _ -> part.equals(full) && isAdded(full);
      case Sharding.Along(int axis) ->
          axis < full.knownShape().rank()
              && full.knownShape().size(axis) % parts == 0
              && part.equals(part(full, axis, parts));
      case Sharding.Unknown _ -> false;
    };
  }
}
