package dev.partitura.engine.operator;

import static java.util.Objects.requireNonNull;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/// Holds every way to split an op among shards against numbers: each shard computes its part of the
/// op by the reference kernel from its parts of the inputs, and the parts of the outputs, joined or
/// added up, must be what the whole op gives.
@NullMarked
final class ShardOneOp {
  private final Op op;
  private final int opset;
  private final List<@Nullable Tensor> inputs;
  private final List<Tensor> whole;
  private final Random random;

  /// @param sums how many of the splits make partial sums
  record Verdict(int splits, int sums, List<String> complaints) {}

  private ShardOneOp(
      Op op, int opset, List<@Nullable Tensor> inputs, List<Tensor> whole, Random random) {
    this.op = op;
    this.opset = opset;
    this.inputs = inputs;
    this.whole = whole;
    this.random = random;
  }

  /// @param whole its outputs
  static Verdict judge(OneOp one, List<Tensor> whole, Random random) {
    return new ShardOneOp(one.op(), one.opset(), one.inputs(), whole, random).judge();
  }

  private Verdict judge() {
    var complaints = new ArrayList<String>();
    int splits = 0;
    int sums = 0;
    var outputs = whole.stream().map(Tensor::type).toList();
    for (int parts : new int[] {2, 3}) {
      // Inputs that the run alone knows may be cut where those known beforehand are sizes.
      for (boolean known : new boolean[] {true, false}) {
        for (var rule : SplitRules.of(context(known), outputs, parts)) {
          splits++;
          sums += rule.outputs().contains(Sharding.PARTIAL) ? 1 : 0;
          try {
            var complaint = complaint(rule, parts);
            if (complaint != null) {
              complaints.add(text(rule, parts) + ": " + complaint);
            }
          } catch (ProblemException refused) {
            complaints.add(text(rule, parts) + " was allowed but " + refused.getMessage());
          }
        }
      }
    }
    return new Verdict(splits, sums, complaints);
  }

  private String text(SplitRule rule, int parts) {
    return op + " in " + parts + " parts " + rule.inputs() + " -> " + rule.outputs();
  }

  private OpContext context(boolean known) {
    var types = new ArrayList<@Nullable TensorType>();
    var constants = new ArrayList<@Nullable Constant>();
    for (var input : inputs) {
      types.add(input == null ? null : input.type());
      constants.add(input == null || !known ? null : Constant.of(input));
    }
    return new OpContext(op, opset, types, constants);
  }

  private @Nullable String complaint(SplitRule rule, int parts) {
    var partials = new ArrayList<@Nullable List<Tensor>>();
    for (int input = 0; input < inputs.size(); input++) {
      var tensor = inputs.get(input);
      partials.add(
          tensor != null && rule.inputs().get(input) instanceof Sharding.Partial
              ? terms(tensor, parts)
              : null);
    }
    var pieces = new ArrayList<List<@Nullable Tensor>>();
    for (int part = 0; part < parts; part++) {
      var given = new ArrayList<@Nullable Tensor>();
      for (int input = 0; input < inputs.size(); input++) {
        given.add(part(rule, input, part, parts, partials));
      }
      var written = rule.write(op, part);
      var context = OpContext.during(written, opset, given);
      pieces.add(Evaluation.of(requireNonNull(Operators.find(written)), context, given));
    }
    for (int output = 0; output < whole.size(); output++) {
      int of = output;
      var made = pieces.stream().map(each -> requireNonNull(each.get(of))).toList();
      var complaint = complaint(rule.outputs().get(output), whole.get(output), made);
      if (complaint != null) {
        return "output " + output + " " + complaint;
      }
    }
    return null;
  }

  private @Nullable Tensor part(
      SplitRule rule, int input, int part, int parts, List<@Nullable List<Tensor>> partials) {
    var tensor = inputs.get(input);
    if (tensor == null) {
      return null;
    }
    var terms = partials.get(input);
    if (terms != null) {
      return terms.get(part);
    }
    if (rule.inputs().get(input) instanceof Sharding.Along(int axis)) {
      var piece = Tensor.allocate(SplitRules.part(tensor.type(), axis, parts));
      Shard.copy(tensor, piece, axis, part, true);
      return piece;
    }
    var other = rule.part().constant(input);
    return other == null ? tensor : other;
  }

  /// Tensors that add up to `sum`.
  private List<Tensor> terms(Tensor sum, int parts) {
    var terms = new ArrayList<Tensor>();
    for (int part = 0; part < parts; part++) {
      terms.add(Tensor.allocate(sum.type()));
    }
    for (long i = 0; i < sum.elementCount(); i++) {
      double rest = sum.doubleAt(i);
      for (int part = 1; part < parts; part++) {
        double term = random.nextInt(-8, 9) / 8.0;
        terms.get(part).setDouble(i, term);
        rest -= term;
      }
      terms.getFirst().setDouble(i, rest);
    }
    return terms;
  }

  private static @Nullable String complaint(Sharding sharding, Tensor wanted, List<Tensor> made) {
    var joined = Tensor.allocate(wanted.type());
    switch (sharding) {
      case Sharding.Along(int axis) -> {
        for (int part = 0; part < made.size(); part++) {
          Shard.copy(joined, made.get(part), axis, part, false);
        }
      }
      case Sharding.Partial _ -> {
        for (long i = 0; i < joined.elementCount(); i++) {
          double sum = 0;
          for (var term : made) {
            sum += term.doubleAt(i);
          }
          joined.setDouble(i, sum);
        }
      }
      case Sharding.Replicated _ -> {
        for (var each : made) {
          var complaint = Tolerance.complaint(wanted, each);
          if (complaint != null) {
            return complaint;
          }
        }
        return null;
      }
      case Sharding.Unknown _ -> {
        return "is not known";
      }
    }
    return Tolerance.complaint(wanted, joined);
  }
}
