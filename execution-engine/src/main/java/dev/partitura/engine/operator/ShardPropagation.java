package dev.partitura.engine.operator;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Carries shardings of a batch from the inputs of a network through its ops, by the split rule of
/// each operator, and so tells which values of a split batch make up those of the whole, and how.
/// It compares the network as one part sees it with the network as the unsplit run sees it: what is
/// constant in both needs no rule, and no rule is believed against the sizes. What nobody knows is
/// [Sharding#UNKNOWN]. Immutable; cost O(ops).
///
/// Source: the propagation of shardings of Xu et al. 2021 (arXiv:2105.04663), for one mesh axis.
public final class ShardPropagation {
  private final Network network;
  private final NetworkTypes part;
  private final NetworkTypes whole;
  private final SampleCounts samples;
  private final Map<String, Sharding> shardings = new HashMap<>();
  private final Map<String, Problem> causes = new HashMap<>();

  private ShardPropagation(
      Network network, NetworkTypes part, NetworkTypes whole, SampleCounts samples) {
    this.network = network;
    this.part = part;
    this.whole = whole;
    this.samples = samples;
  }

  /// @param part types of `network` with the inputs of one part
  /// @param whole types of `network` with the inputs of the whole batch
  /// @param given shardings of inputs, and for a body of captures; those not named are replicated
  public static ShardPropagation of(
      Network network,
      NetworkTypes part,
      NetworkTypes whole,
      Map<String, Sharding> given,
      SampleCounts samples) {
    var propagation = new ShardPropagation(network, part, whole, samples);
    propagation.shardings.putAll(given);
    for (int index : Topology.of(network).order()) {
      propagation.visit(network.ops().get(index));
    }
    return propagation;
  }

  /// Sharding of a value; constants and inputs that are not split are replicated.
  public Sharding of(String value) {
    return shardings.getOrDefault(value, Sharding.REPLICATED);
  }

  /// Why the outputs of the parts cannot be joined: for each output that is unknown the op where
  /// its trail was lost. Empty when every output is known.
  public List<Problem> problems() {
    var problems = new LinkedHashMap<String, Problem>();
    for (var output : network.outputs()) {
      var name = output.name();
      if (of(name) instanceof Sharding.Unknown) {
        var cause = causes.getOrDefault(name, sizeAsOutput(name));
        problems.putIfAbsent(cause.subject(), cause);
      }
    }
    return List.copyOf(problems.values());
  }

  private void visit(Op op) {
    var operator = Operators.find(op);
    var dependencies = new ArrayList<>(op.inputs());
    dependencies.addAll(op.captures());
    var inputs = new ArrayList<Sharding>(dependencies.size());
    boolean same = true;
    for (var value : dependencies) {
      var sharding = of(value);
      inputs.add(sharding);
      same &= sharding instanceof Sharding.Replicated;
    }
    var sharded =
        new ShardedOp(
            part.context(op),
            whole.context(op),
            samples,
            inputs,
            types(part, op),
            types(whole, op));
    for (int i = 0; i < op.outputs().size(); i++) {
      var name = op.outputs().get(i);
      if (name.isEmpty()) {
        continue;
      }
      var small = part.constants().get(name);
      var large = whole.constants().get(name);
      Sharding sharding;
      if (small != null && large != null) {
        sharding = compared(small.tensor(), large.tensor());
      } else if (same) {
        sharding = Sharding.REPLICATED;
      } else {
        sharding = operator == null ? Sharding.UNKNOWN : believed(operator, sharded, i);
        if (sharding instanceof Sharding.Unknown) {
          causes.put(name, cause(op, dependencies));
        }
      }
      shardings.put(name, sharding);
    }
  }

  private static List<@Nullable TensorType> types(NetworkTypes types, Op op) {
    var outputs = new ArrayList<@Nullable TensorType>();
    op.outputs().forEach(output -> outputs.add(output.isEmpty() ? null : types.type(output)));
    return outputs;
  }

  /// A rule's answer, where the sizes agree with it.
  private Sharding believed(Operator operator, ShardedOp op, int output) {
    Sharding told;
    try {
      told = operator.sharding(op, output);
    } catch (ProblemException | ArithmeticException _) {
      return Sharding.UNKNOWN;
    }
    var small = op.partOutputs().get(output);
    var large = op.wholeOutputs().get(output);
    boolean fits =
        small != null
            && large != null
            && switch (told) {
              case Sharding.Replicated _ -> small.equals(large);
              case Sharding.Along(int axis) -> fits(small.shape(), large.shape(), axis);
              // Micro-batches do not wait for each other to be added up.
              case Sharding.Partial _ -> false;
              case Sharding.Unknown _ -> true;
            };
    return fits ? told : Sharding.UNKNOWN;
  }

  private boolean fits(@Nullable Shape small, @Nullable Shape large, int axis) {
    return small != null
        && large != null
        && axis < small.rank()
        && small.rank() == large.rank()
        && samples.scale(small.size(axis), large.size(axis))
        && small.withSize(axis, 0).equals(large.withSize(axis, 0));
  }

  /// Sharding of a value that is known beforehand in the part and in the whole.
  private Sharding compared(Tensor small, Tensor large) {
    if (!small.type().equals(large.type())) {
      for (int axis = 0; axis < small.shape().rank(); axis++) {
        if (small.dataType() == large.dataType()
            && fits(small.shape(), large.shape(), axis)
            && repeats(small, large, axis)) {
          return Sharding.along(axis);
        }
      }
      return Sharding.UNKNOWN;
    }
    for (long i = 0; i < small.elementCount(); i++) {
      if (differ(small, i, large, i)) {
        return Sharding.UNKNOWN;
      }
    }
    return Sharding.REPLICATED;
  }

  /// Whether the part, as often as needed one behind the other along `axis`, is the whole.
  private static boolean repeats(Tensor small, Tensor large, int axis) {
    int rank = small.shape().rank();
    long inner = small.shape().product(axis + 1, rank);
    long partRow = small.shape().size(axis) * inner;
    long wholeRow = large.shape().size(axis) * inner;
    for (long i = 0; i < large.elementCount(); i++) {
      if (differ(small, i / wholeRow * partRow + i % wholeRow % partRow, large, i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean differ(Tensor one, long at, Tensor other, long otherAt) {
    return one.dataType() == DataType.STRING
        ? !Objects.equals(one.stringAt(at), other.stringAt(otherAt))
        : one.dataType().isInteger() || one.dataType() == DataType.BOOL
            ? one.longAt(at) != other.longAt(otherAt)
            : Double.doubleToLongBits(one.doubleAt(at))
                != Double.doubleToLongBits(other.doubleAt(otherAt));
  }

  private Problem cause(Op op, List<String> dependencies) {
    for (var input : dependencies) {
      var earlier = causes.get(input);
      if (earlier != null) {
        return earlier;
      }
    }
    for (var input : dependencies) {
      if (of(input) instanceof Sharding.Unknown) {
        return Problem.of(
            "plan.batch.size",
            op.name(),
            op.name(),
            op.type(),
            input,
            samples.part(),
            samples.whole());
      }
    }
    return Problem.of(
        "plan.batch.mixed",
        op.name(),
        op.name(),
        op.type(),
        samples.whole(),
        samples.part(),
        batchInputs());
  }

  /// The inputs whose axis 0 is split, which a person may take for something else.
  private List<String> batchInputs() {
    return network.inputs().stream()
        .map(Value::name)
        .filter(name -> of(name) instanceof Sharding.Along(int axis) && axis == 0)
        .toList();
  }

  private Problem sizeAsOutput(String output) {
    return Problem.of("plan.batch.size.output", output, output, samples.part(), samples.whole());
  }
}
