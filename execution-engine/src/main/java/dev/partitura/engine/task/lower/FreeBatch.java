package dev.partitura.engine.task.lower;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.SampleCounts;
import dev.partitura.engine.operator.Trait;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes a network that was made for a fixed batch take any: axis 0 of its inputs is left open, and
/// reshapes that only repeat the batch keep the axis instead. Nothing else is rewritten; what still
/// needs the fixed size afterwards is found by [ShardPropagation] and refused.
///
/// Cost: types of the network are inferred a few times; no weights are read. Any thread.
public final class FreeBatch {
  /// The name of the open axis.
  public static final String SYMBOL = "batch";

  /// Any other number of samples than the fixed one: so many times as many.
  private static final int MORE = 3;

  private final Network network;
  private final long fixed;

  private FreeBatch(Network network, long fixed) {
    this.network = network;
    this.fixed = fixed;
  }

  /// The same network for any batch; the network itself where its batch is open already.
  ///
  /// @throws ProblemException when it has no batch, or an op needs it to be of the fixed size
  public static Network of(Network network) {
    var candidates = BatchInputs.of(InputTypes.of(network, Map.of()), Map.of());
    if (candidates.choices().isEmpty()) {
      throw ProblemException.of("plan.batch.none", "");
    }
    if (candidates.fixedBatch() < 0) {
      return network;
    }
    var freeing = new FreeBatch(network, candidates.fixedBatch());
    Problem first = null;
    for (var inputs : candidates.choices()) {
      var freed = freeing.freed(inputs);
      var problem = freeing.problem(freed, inputs);
      if (problem == null) {
        return freed;
      }
      first = first == null ? problem : first;
    }
    var why = Objects.requireNonNull(first);
    throw ProblemException.of("network.batch.baked", why.subject(), candidates.fixedBatch(), why);
  }

  private static boolean givesSizes(Op op) {
    var operator = Operators.find(op);
    return operator != null
        && operator.has(Trait.GIVES_SIZES)
        && operator.zeroKeeps(op.attributes());
  }

  private Network freed(Set<String> inputs) {
    var constants = new LinkedHashMap<>(network.initializers());
    var types = types(network, inputs, fixed);
    var ops = new ArrayList<Op>();
    for (var op : network.ops()) {
      var kept = givesSizes(op) ? keepingRows(op, types) : null;
      if (kept == null) {
        ops.add(op);
      } else {
        var name = fresh(op.inputs().get(1), constants);
        constants.put(name, Constant.of(kept));
        ops.add(op.withInputs(List.of(op.inputs().getFirst(), name)));
      }
    }
    var read = new java.util.HashSet<String>();
    ops.forEach(op -> read.addAll(op.dependencies()));
    network.outputs().forEach(output -> read.add(output.name()));
    constants.keySet().removeIf(name -> !read.contains(name) && !isUnread(name));
    return network
        .withOps(ops)
        .withInitializers(constants)
        .withInputs(
            network.inputs().stream()
                .map(input -> inputs.contains(input.name()) ? open(input) : input)
                .toList())
        .withOutputs(network.outputs().stream().map(this::open).toList());
  }

  /// Whether nobody read it before either, so that it is not ours to take away.
  private boolean isUnread(String constant) {
    return network.ops().stream().noneMatch(op -> op.dependencies().contains(constant));
  }

  /// The sizes that a reshape asks for, with its first axis kept as it comes; null where they do
  /// not repeat the batch.
  private @Nullable Tensor keepingRows(Op op, NetworkTypes types) {
    var data = types.type(op.inputs().getFirst());
    var wanted = op.inputs().size() < 2 ? null : types.constants().get(op.inputs().get(1));
    if (data == null
        || data.shape() == null
        || data.shape().rank() == 0
        || data.shape().size(0) != fixed
        || wanted == null
        || !wanted.isKnown()) {
      return null;
    }
    var sizes = wanted.tensor().toLongs();
    if (sizes.length == 0 || sizes[0] != fixed) {
      return null;
    }
    sizes[0] = 0;
    return Tensor.ofLongs(sizes, sizes.length);
  }

  private static String fresh(String name, Map<String, Constant> taken) {
    var fresh = name + "/" + SYMBOL;
    for (int i = 2; taken.containsKey(fresh); i++) {
      fresh = name + "/" + SYMBOL + i;
    }
    return fresh;
  }

  private Value open(Value value) {
    var type = value.type();
    var shape = type == null ? null : type.shape();
    return type == null || shape == null || shape.rank() == 0 || shape.size(0) != fixed
        ? value
        : new Value(value.name(), type.withShape(shape.withSize(0, -1).withSymbol(0, SYMBOL)));
  }

  private static NetworkTypes types(Network network, Set<String> inputs, long rows) {
    return trial(network).inferred(inputs, rows);
  }

  private static BatchTrial trial(Network network) {
    Map<String, TensorType> declared = InputTypes.of(network, Map.of());
    return new BatchTrial(network, declared, Map.of(), new Recent<>());
  }

  /// Why the network does not run for more samples as it does for those it was made for, apart from
  /// each other; null where it does.
  private @Nullable Problem problem(Network freed, Set<String> inputs) {
    var trial = trial(freed);
    var part = trial.inferred(inputs, fixed);
    var whole = trial.inferred(inputs, MORE * fixed);
    for (var types : List.of(part, whole)) {
      if (!types.problems().isEmpty()) {
        return types.problems().getFirst();
      }
    }
    return trial
        .propagated(inputs, part, whole, new SampleCounts(fixed, MORE * fixed))
        .problems()
        .stream()
        .findFirst()
        .orElse(null);
  }
}
