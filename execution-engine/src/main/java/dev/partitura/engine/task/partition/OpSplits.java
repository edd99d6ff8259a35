package dev.partitura.engine.task.partition;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.Sharding;
import dev.partitura.engine.operator.SplitRule;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The ways in which each op of a network may be split among shards. Of all that its rules allow,
/// those that split what the weights stand for (features, heads, channels) and not what comes from
/// the data: to split the batch is what replicas are for. With sequence parallelism an op without
/// weights may also be split along another axis of the data. Immutable.
final class OpSplits {
  /// An axis that comes from one of a weight, from the batch of an input, from another axis of it.
  private static final int FEATURE = 0;

  private static final int BATCH = 1;
  private static final int SEQUENCE = 2;

  private final Values values;
  private final boolean sequenceParallel;
  private final boolean[] weights;

  /// By kind of axis and value: the axes of that kind, as bits.
  private final int[][] axes;

  private final List<List<SplitRule>> rules = new ArrayList<>();

  OpSplits(Values values, boolean sequenceParallel) {
    this.values = values;
    this.sequenceParallel = sequenceParallel;
    weights = values.areWeights();
    axes = new int[3][values.count()];
    for (int value = 0; value < values.count(); value++) {
      label(value);
    }
    var alike = new AlikeRules();
    for (var op : values.ops()) {
      Checkpoint.pass();
      var of = new ArrayList<SplitRule>();
      int shards = values.shards(op);
      if (shards > 1) {
        var outputs = new ArrayList<TensorType>();
        for (var output : op.outputs()) {
          var type = output.isEmpty() ? null : values.network().types().type(output);
          outputs.add(type);
        }
        of.addAll(alike.of(values.network().types().context(op), outputs, shards));
        of.forEach(rule -> carry(op, rule));
      }
      rules.add(of);
    }
    for (int op = 0; op < rules.size(); op++) {
      rules.set(op, allowed(op));
    }
  }

  private void label(int value) {
    var type = values.type(value);
    if (type == null || !type.isStatic()) {
      return;
    }
    int rank = type.knownShape().rank();
    switch (values.origin(value)) {
      case FED -> {
        axes[BATCH][value] = rank > 0 ? 1 : 0;
        axes[SEQUENCE][value] = ((1 << rank) - 1) & ~1;
      }
      case CONSTANT, KEPT -> axes[FEATURE][value] = (1 << rank) - 1;
      case OP -> {}
    }
  }

  /// What an axis of an input is, the axis of the output is that a rule makes of it. What is
  /// written over something is what that was, whatever is added to it.
  private void carry(Op op, SplitRule rule) {
    for (int output = 0; output < op.outputs().size(); output++) {
      var made = op.outputs().get(output);
      if (made.isEmpty() || !(rule.outputs().get(output) instanceof Sharding.Along(int to))) {
        continue;
      }
      int over = Values.over(op, output);
      if (over >= 0) {
        carryBeside(op, rule, over);
      }
      for (int input = 0; input < op.inputs().size(); input++) {
        var read = op.inputs().get(input);
        if (!read.isEmpty()
            && (over < 0 || over == input)
            && rule.inputs().get(input) instanceof Sharding.Along(int from)) {
          for (var kind : axes) {
            kind[values.number(made)] |= (kind[values.number(read)] >> from & 1) << to;
          }
        }
      }
    }
  }

  /// What is added to a sum of gradients has the axes of the weight.
  private void carryBeside(Op op, SplitRule rule, int over) {
    if (!(rule.inputs().get(over) instanceof Sharding.Along(int axis))
        || !is(FEATURE, values.number(op.inputs().get(over)), axis)) {
      return;
    }
    for (int input = 0; input < op.inputs().size(); input++) {
      var read = op.inputs().get(input);
      if (!read.isEmpty() && rule.inputs().get(input) instanceof Sharding.Along(int from)) {
        axes[FEATURE][values.number(read)] |= 1 << from;
      }
    }
  }

  private boolean is(int kind, int value, int axis) {
    return (axes[kind][value] >> axis & 1) != 0;
  }

  private boolean isOfData(int value, int axis) {
    return is(BATCH, value, axis) || is(SEQUENCE, value, axis);
  }

  /// Whether a value may be cut along an axis.
  boolean mayCut(int value, int axis) {
    return isOfData(value, axis)
        ? sequenceParallel && !is(BATCH, value, axis)
        : is(FEATURE, value, axis);
  }

  boolean isWeight(int value) {
    return weights[value];
  }

  private List<SplitRule> allowed(int op) {
    var inputs = values.ops().get(op).inputs();
    var outputs = values.ops().get(op).outputs();
    boolean splitsWeights =
        rules.get(op).stream()
            .anyMatch(rule -> mayCut(inputs, rule.inputs()) && cutsWeight(inputs, rule));
    return rules.get(op).stream()
        .filter(rule -> mayCut(inputs, rule.inputs()) && mayCut(outputs, rule.outputs()))
        .filter(rule -> !splitsWeights || !cutsData(inputs, rule))
        .toList();
  }

  private boolean mayCut(List<String> names, List<Sharding> shardings) {
    for (int i = 0; i < names.size(); i++) {
      if (!names.get(i).isEmpty()
          && shardings.get(i) instanceof Sharding.Along(int axis)
          && !mayCut(values.number(names.get(i)), axis)) {
        return false;
      }
    }
    return true;
  }

  private boolean cutsData(List<String> inputs, SplitRule rule) {
    for (int i = 0; i < inputs.size(); i++) {
      if (!inputs.get(i).isEmpty()
          && rule.inputs().get(i) instanceof Sharding.Along(int axis)
          && isOfData(values.number(inputs.get(i)), axis)) {
        return true;
      }
    }
    return false;
  }

  /// Whether any of the rules chosen, one for each op, cuts along an axis of the data.
  boolean cutData(List<@Nullable SplitRule> chosen) {
    for (int op = 0; op < chosen.size(); op++) {
      var rule = chosen.get(op);
      if (rule != null && cutsData(values.ops().get(op).inputs(), rule)) {
        return true;
      }
    }
    return false;
  }

  /// Whether a matrix of weights is cut; the vectors of a normalization are nothing to share.
  private boolean cutsWeight(List<String> inputs, SplitRule rule) {
    if (cutsData(inputs, rule)) {
      return false;
    }
    for (int i = 0; i < inputs.size(); i++) {
      if (!inputs.get(i).isEmpty() && rule.inputs().get(i) instanceof Sharding.Along) {
        int value = values.number(inputs.get(i));
        var type = Objects.requireNonNull(values.type(value));
        if (weights[value] && type.knownShape().rank() > 1) {
          return true;
        }
      }
    }
    return false;
  }

  /// The rules for the op at a place of [Values#ops].
  List<SplitRule> of(int op) {
    return rules.get(op);
  }
}
