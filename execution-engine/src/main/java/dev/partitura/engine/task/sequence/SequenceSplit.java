package dev.partitura.engine.task.sequence;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.Sharding;
import dev.partitura.engine.operator.SplitRule;
import dev.partitura.engine.operator.SplitRules;
import dev.partitura.engine.operator.Trait;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Follows the sequence from the inputs to the outputs and does each op that it passes through
/// piece by piece, as the split rule of its operator says. Used once, by one thread.
final class SequenceSplit {
  /// The axis of an input behind that of its samples.
  private static final int SEQUENCE = 1;

  private final NetworkTypes types;
  private final Network network;
  private final int pieces;
  private final PieceOps ops;
  private final CausalScores scores;
  private final Map<String, PieceForm> forms = new HashMap<>();

  SequenceSplit(NetworkTypes types, Set<String> batchInputs, Plan plan) {
    this.types = types;
    network = types.network();
    pieces = plan.sequenceChunks();
    ops = new PieceOps(network, plan);
    scores = new CausalScores(types, ops, pieces, forms);
    for (var input : network.inputs()) {
      var type = types.type(input.name());
      if (batchInputs.contains(input.name()) && type != null && type.knownShape().rank() > 1) {
        long length = type.knownShape().size(SEQUENCE);
        if (length % pieces != 0) {
          throw ProblemException.of(
              "plan.sequence.divide", input.name(), input.name(), length, pieces);
        }
        forms.put(input.name(), PieceForm.along(SEQUENCE));
      }
    }
    if (forms.isEmpty()) {
      throw ProblemException.of("plan.sequence.none", "");
    }
  }

  SequencePieces split() {
    var topology = Topology.of(network);
    for (int index : topology.order()) {
      Checkpoint.pass();
      add(network.ops().get(index), topology);
    }
    for (var output : network.outputs()) {
      int maker = topology.producer(output.name());
      if (maker >= 0 && forms.containsKey(output.name())) {
        join(output.name(), network.ops().get(maker));
      }
    }
    var split = ops.network();
    var given = new HashMap<String, TensorType>();
    for (var input : split.inputs()) {
      var type = types.type(input.name());
      if (type != null) {
        given.put(input.name(), type);
      }
    }
    return new SequencePieces(
        TypeInference.infer(split, given, Map.of()), ops.plan(), ops.origins());
  }

  private void add(Op op, Topology topology) {
    if (op.dependencies().stream().noneMatch(forms::containsKey)) {
      ops.add(op);
      return;
    }
    if (isLastSoftmax(op, topology)) {
      // The loss takes the scores before it, and wants them whole.
      join(op.inputs().getFirst(), op);
      ops.add(op);
      return;
    }
    if (op.captures().stream().anyMatch(forms::containsKey)) {
      throw mixes(op);
    }
    if (scores.add(op)) {
      return;
    }
    var rule = rule(op);
    if (rule == null) {
      throw mixes(op);
    }
    for (int piece = 0; piece < pieces; piece++) {
      ops.add(op, rule.write(op, piece), inputs(op, rule, piece), piece);
    }
    for (int output = 0; output < op.outputs().size(); output++) {
      if (rule.outputs().get(output) instanceof Sharding.Along(int axis)) {
        forms.put(op.outputs().get(output), PieceForm.along(axis));
      }
    }
  }

  private boolean isLastSoftmax(Op op, Topology topology) {
    var operator = Operators.find(op);
    return operator != null
        && operator.has(Trait.SHARES)
        && topology.consumers(op.outputs().getFirst()).isEmpty();
  }

  private void join(String value, Op maker) {
    var form = Objects.requireNonNull(forms.get(value));
    if (!form.isCut()) {
      throw mixes(maker);
    }
    ops.join(value, form.axis(), maker);
  }

  static ProblemException mixes(Op op) {
    return ProblemException.of("plan.sequence.mixes", op.name(), op.name(), op.type());
  }

  private List<String> inputs(Op op, SplitRule rule, int piece) {
    var inputs = new ArrayList<String>();
    for (int input = 0; input < op.inputs().size(); input++) {
      var value = op.inputs().get(input);
      var form = forms.get(value);
      var own = rule.part().constants().get(input);
      boolean rewritten = own != null && !own.equals(types.context(op).constants().get(input));
      inputs.add(
          rewritten
              ? ops.constant(op.name() + "." + piece + "/input" + input, own)
              : form != null
                  ? ops.piece(value, form, op, piece)
                  : rule.inputs().get(input) instanceof Sharding.Along(int axis)
                      ? ops.cut(value, axis, op, piece)
                      : value);
    }
    return inputs;
  }

  /// The rule by which the op takes what is in pieces as it lies and gives pieces; of several the
  /// one that cuts least of what is whole.
  private @Nullable SplitRule rule(Op op) {
    var outputs = new ArrayList<TensorType>();
    for (var output : op.outputs()) {
      var type = output.isEmpty() ? null : types.type(output);
      if (type == null) {
        return null;
      }
      outputs.add(type);
    }
    SplitRule best = null;
    long least = Long.MAX_VALUE;
    for (var rule : SplitRules.of(types.context(op), outputs, pieces)) {
      long cut = cuts(op, rule);
      if (cut >= 0 && cut < least) {
        best = rule;
        least = cut;
      }
    }
    return best;
  }

  /// How many whole inputs a rule cuts, or -1 where it does not fit what is there.
  private long cuts(Op op, SplitRule rule) {
    for (var output : rule.outputs()) {
      if (!(output instanceof Sharding.Along)) {
        return -1;
      }
    }
    long cuts = 0;
    for (int input = 0; input < op.inputs().size(); input++) {
      var form = forms.get(op.inputs().get(input));
      var wanted = rule.inputs().get(input);
      if (form == null) {
        if (wanted instanceof Sharding.Along) {
          cuts++;
        } else if (!wanted.equals(Sharding.REPLICATED)) {
          return -1;
        }
      } else if (!form.isCut() || !wanted.equals(Sharding.along(form.axis()))) {
        return -1;
      }
    }
    return cuts;
  }
}
