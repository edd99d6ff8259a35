package dev.partitura.engine.task.partition;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.Sharding;
import dev.partitura.engine.operator.SplitRule;
import dev.partitura.engine.task.partition.Values.Origin;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Chooses for every op of a network the way in which it is split that makes work and moved bytes
/// together cheapest: op by op in dependency order, the best so far for each way in which the
/// values that are read soon may lie. What lies ahead of that is not looked at, and of too many
/// ways the cheapest are followed. Pure; cost O(ops · ways · rules).
final class SplitChoice {
  /// Ways that are followed.
  private static final int MOST_WAYS = 32;

  /// The same where none of those leads to the end, since what stays can no longer lie as it must.
  private static final int MOST_WAYS_AGAIN = 8 * MOST_WAYS;

  /// Ops that are tried where a plan asks for shards and none is worth it.
  private static final int MOST_FORCED = 16;

  /// Ops ahead of which a value that is read counts as read soon.
  private static final int SOON = 48;

  private final Values values;
  private final OpSplits splits;
  private final Moves moves;
  private final int[][] readSoon;
  private final boolean sumsPartials;
  private final int forced;
  private final int mostWays;
  private final KeptForms kept;
  private final FormPrices prices;

  /// How far a way has come.
  ///
  /// @param rule of the last op; null where it is whole
  /// @param there by value the forms in which it is there, as bits
  private record Way(
      double nanos, ValueForms there, @Nullable Way before, @Nullable SplitRule rule) {}

  /// One more op on a way.
  private record Step(double nanos, Way before, @Nullable SplitRule rule) {}

  /// @param sumsPartials whether ops may add partial sums of others
  /// @param forced op that is left whole only where no axis of it can be cut; -1 for none
  /// @param mostWays that are followed
  private SplitChoice(
      Values values, OpSplits splits, Moves moves, boolean sumsPartials, int forced, int mostWays) {
    this.mostWays = mostWays;
    this.values = values;
    this.splits = splits;
    this.moves = moves;
    this.sumsPartials = sumsPartials;
    this.forced = forced;
    readSoon = readSoon();
    kept = new KeptForms(values, splits);
    prices = new FormPrices(values, splits, moves, kept);
  }

  /// The rule for each op, in the order of [Values#ops]; null where it is left whole. A plan that
  /// asks for shards gets them also where none is worth the bytes it moves: then the op with most
  /// work that can be split is.
  static List<@Nullable SplitRule> of(Values values, OpSplits splits, Moves moves) {
    var rules = of(values, splits, moves, -1);
    if (rules.stream().anyMatch(Objects::nonNull)) {
      return rules;
    }
    var types = values.network().types();
    var byWork =
        IntStream.range(0, values.ops().size())
            .filter(op -> splits.of(op).stream().anyMatch(SplitChoice::cuts))
            .boxed()
            .sorted(
                Comparator.comparingDouble(op -> -types.work(values.ops().get(op).id()).flops()))
            .limit(MOST_FORCED)
            .toList();
    for (int op : byWork) {
      rules = of(values, splits, moves, op);
      if (rules.stream().anyMatch(Objects::nonNull)) {
        break;
      }
    }
    return rules;
  }

  private static List<@Nullable SplitRule> of(
      Values values, OpSplits splits, Moves moves, int forced) {
    for (int ways : new int[] {MOST_WAYS, MOST_WAYS_AGAIN}) {
      for (boolean sumsPartials : new boolean[] {true, false}) {
        var best = new SplitChoice(values, splits, moves, sumsPartials, forced, ways).best();
        if (best != null) {
          return rules(best);
        }
      }
    }
    return List.of();
  }

  private static List<@Nullable SplitRule> rules(Way last) {
    var rules = new ArrayList<@Nullable SplitRule>();
    for (var way = last; way != null && way.before != null; way = way.before) {
      rules.addFirst(way.rule);
    }
    return rules;
  }

  /// For each op the values that are there when it is done and read by one of the next.
  private int[][] readSoon() {
    var ops = values.ops();
    var soon = new int[ops.size()][];
    for (int op = 0; op < soon.length; op++) {
      var read = new HashSet<Integer>();
      for (int next = op + 1; next <= Math.min(op + SOON, soon.length - 1); next++) {
        for (int input = 0; input < ops.get(next).inputs().size(); input++) {
          int value = values.input(ops.get(next), input);
          if (value >= 0 && values.maker(value) <= op && values.origin(value) != Origin.CONSTANT) {
            read.add(value);
          }
        }
      }
      soon[op] = read.stream().mapToInt(Integer::intValue).sorted().toArray();
    }
    return soon;
  }

  private @Nullable Way best() {
    var there = new ValueForms(values.count());
    for (int value = 0; value < values.count(); value++) {
      there.set(
          value,
          switch (values.origin(value)) {
            case FED, CONSTANT -> Form.bit(Form.WHOLE);
            case KEPT, OP -> 0;
          });
    }
    var ways = List.of(new Way(0, there, null, null));
    for (int op = 0; op < values.ops().size(); op++) {
      Checkpoint.pass();
      ways = next(ways, op);
      if (ways.isEmpty()) {
        return null;
      }
    }
    return ways.stream().min(Comparator.comparingDouble(this::withOutputs)).orElseThrow();
  }

  /// With the outputs of the network made whole.
  private double withOutputs(Way way) {
    double nanos = way.nanos;
    for (var output : values.network().network().outputs()) {
      int value = values.number(output.name());
      nanos += prices.of(way.there, value, Form.WHOLE, part(value));
    }
    return nanos;
  }

  private int part(int value) {
    int maker = values.maker(value);
    return maker < 0 ? 0 : values.part(values.ops().get(maker));
  }

  private List<Way> next(List<Way> ways, int index) {
    var op = values.ops().get(index);
    var overwritten = Values.overwritten(op);
    var steps = new ArrayList<Step>();
    if (index != forced) {
      addWhole(steps, ways, op, overwritten);
    }
    for (var rule : splits.of(index)) {
      if (index == forced && !cuts(rule)) {
        continue;
      }
      double part = moves.opNanos(op, rule.work(), values.part(op));
      for (var way : ways) {
        double nanos = price(way, op, overwritten, rule);
        if (nanos < Moves.NEVER) {
          steps.add(new Step(way.nanos + nanos + part, way, rule));
        }
      }
    }
    if (steps.isEmpty()) {
      addWhole(steps, ways, op, overwritten);
    }
    steps.removeIf(step -> step.nanos == Moves.NEVER);
    steps.sort(Comparator.comparingDouble(Step::nanos));
    var found = new ArrayList<Way>();
    var seen = new HashSet<IntBuffer>();
    for (var step : steps) {
      var there = taken(step, op);
      var soon = new int[readSoon[index].length];
      Arrays.setAll(soon, place -> there.get(readSoon[index][place]));
      if (seen.add(IntBuffer.wrap(soon))) {
        found.add(new Way(step.nanos, there, step.before, step.rule));
      }
      if (found.size() == mostWays) {
        break;
      }
    }
    return found;
  }

  private void addWhole(List<Step> steps, List<Way> ways, Op op, Set<Integer> overwritten) {
    double work = moves.opNanos(op, values.network().types().work(op.id()), values.part(op));
    for (var way : ways) {
      steps.add(new Step(way.nanos + price(way, op, overwritten, null) + work, way, null));
    }
  }

  /// Whether shards have parts of what an op reads or makes, and not only terms of sums.
  private static boolean cuts(SplitRule rule) {
    return Stream.concat(rule.inputs().stream(), rule.outputs().stream())
        .anyMatch(Sharding.Along.class::isInstance);
  }

  private static int form(@Nullable SplitRule rule, int input) {
    return rule == null ? Form.WHOLE : Form.of(rule.inputs().get(input));
  }

  /// What it costs to have the inputs of an op as a rule wants them.
  ///
  /// @param overwritten inputs that the op writes over
  private double price(Way way, Op op, Set<Integer> overwritten, @Nullable SplitRule rule) {
    double nanos = 0;
    for (int input = 0; input < op.inputs().size(); input++) {
      int value = values.input(op, input);
      if (value < 0) {
        continue;
      }
      int wanted = form(rule, input);
      if (overwritten.contains(input)) {
        int home = way.there.get(value) & ~ValueForms.READ_PARTIAL;
        boolean free = home == 0 && kept.mayLie(value, wanted);
        nanos += free || home == Form.bit(wanted) ? 0 : Moves.NEVER;
      } else if (wanted == Form.PARTIAL && values.origin(value) == Origin.OP && !sumsPartials) {
        return Moves.NEVER;
      } else {
        nanos +=
            prices.of(way.there, value, wanted, values.part(op)) + prices.held(op, value, wanted);
      }
    }
    for (var capture : op.captures()) {
      nanos += prices.of(way.there, values.number(capture), Form.WHOLE, values.part(op));
    }
    return nanos;
  }

  /// What is there once a step is done.
  private ValueForms taken(Step step, Op op) {
    var there = step.before.there.copy();
    for (int input = 0; input < op.inputs().size(); input++) {
      int value = values.input(op, input);
      if (value >= 0) {
        take(there, value, form(step.rule, input));
      }
    }
    op.captures().forEach(name -> take(there, values.number(name), Form.WHOLE));
    for (int output = 0; output < op.outputs().size(); output++) {
      var name = op.outputs().get(output);
      if (!name.isEmpty()) {
        there.set(
            values.number(name),
            Form.bit(step.rule == null ? Form.WHOLE : Form.of(step.rule.outputs().get(output))));
      }
    }
    return there;
  }

  private void take(ValueForms there, int value, int form) {
    if (values.origin(value) == Origin.KEPT && there.get(value) == 0) {
      int home = form != Form.PARTIAL && kept.mayLie(value, form) ? form : Form.WHOLE;
      kept.together(value).forEach(member -> there.set(member, there.get(member) | Form.bit(home)));
    }
    boolean isSummed = (there.get(value) & Form.bit(Form.PARTIAL)) != 0;
    if (form == Form.PARTIAL) {
      there.set(value, there.get(value) | (isSummed ? ValueForms.READ_PARTIAL : 0));
    } else if (values.origin(value) == Origin.OP && (there.get(value) & Form.bit(form)) == 0) {
      // A sum is made whole where its part lay.
      there.set(value, there.get(value) & ~Form.bit(Form.PARTIAL) | Form.bit(form));
    }
  }
}
