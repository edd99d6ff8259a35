package dev.partitura.engine.operator;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A network whose float32 values are rounded to bfloat16 where real hardware would store them so:
/// what comes in and each weight where an op reads it, and what each op makes. Within an op all is
/// float32. Weights themselves stay float32, and so do gradients of them, which are to be summed;
/// all other gradients are rounded like the values that they belong to. Numbers that stand alone,
/// statistics, settings such as the scales of a resize, what follows from constants alone and what
/// bodies of ops compute stay as they are.
///
/// Where is rounded follows from the network alone, so that every plan rounds at the same places.
/// Source: Micikevicius et al. 2018, arXiv:1710.03740; Kalamkar et al. 2019, arXiv:1905.12322.
///
/// @param types of the network
/// @param owners by op that rounds the op of the network whose value it is
public record MixedPrecision(NetworkTypes types, Map<OpId, OpId> owners) {
  public MixedPrecision {
    owners = Collections.unmodifiableMap(new LinkedHashMap<>(owners));
  }

  /// Pure; cost O(ops).
  ///
  /// @param exact ops that read what others rounded and are left as they are, such as a loss
  /// @throws ProblemException when nothing in it is float32, so that nothing would be rounded
  public static MixedPrecision of(NetworkTypes types, Set<OpId> exact) {
    var mixed = new Rounding(types, exact).of();
    if (mixed.owners.isEmpty()) {
      throw ProblemException.of("plan.precision.nothing", "", Precision.BF16.word());
    }
    return mixed;
  }

  public Network network() {
    return types.network();
  }

  private static final class Rounding {
    private final NetworkTypes types;
    private final Set<OpId> exact;
    private final NetworkBuilder names;
    private final Set<String> rounded = new HashSet<>();
    private final Set<String> data = new HashSet<>();
    private final Set<String> made = new HashSet<>();
    private final List<Op> ops = new ArrayList<>();
    private final Map<OpId, OpId> owners = new LinkedHashMap<>();

    Rounding(NetworkTypes types, Set<OpId> exact) {
      this.types = types;
      this.exact = exact;
      this.names = NetworkBuilder.of(types.network());
      types.network().inputs().forEach(input -> data.add(input.name()));
      data.removeAll(types.network().initializers().keySet());
    }

    MixedPrecision of() {
      var network = types.network();
      for (int index : Topology.of(network).order()) {
        visit(network.ops().get(index));
      }
      var given = new HashMap<String, TensorType>();
      var known = new HashMap<String, Constant>();
      for (var input : network.inputs()) {
        var type = types.type(input.name());
        if (type != null) {
          given.put(input.name(), type);
        }
        var constant = types.constants().get(input.name());
        if (constant != null) {
          known.put(input.name(), constant);
        }
      }
      return new MixedPrecision(
          TypeInference.infer(network.withOps(List.copyOf(ops)), given, known), owners);
    }

    private void visit(Op op) {
      var operator = Operators.find(op);
      boolean isConstant = types.constants().keySet().containsAll(op.outputs());
      if (!isConstant && !Collections.disjoint(op.dependencies(), data)) {
        data.addAll(op.outputs());
      }
      if (operator == null
          || isConstant
          || exact.contains(op.id())
          || op.outputs().stream().noneMatch(this::isFloat)) {
        ops.add(op);
        return;
      }
      made.addAll(op.outputs());
      boolean moves = operator.has(Trait.MOVES_ELEMENTS);
      var reading = moves ? op : op.withInputs(inputs(op, operator));
      if (moves && rounded.contains(op.inputs().getFirst())) {
        op.outputs().stream().filter(this::isFloat).forEach(rounded::add);
        ops.add(reading);
      } else {
        addRounding(reading, operator);
      }
    }

    /// What the op reads, weights and inputs of the network rounded.
    private List<String> inputs(Op op, Operator operator) {
      var inputs = new ArrayList<String>();
      for (int i = 0; i < op.inputs().size(); i++) {
        var value = op.inputs().get(i);
        boolean reads =
            !made.contains(value)
                && isFloat(value)
                && !isNumber(value)
                && !operator.isStatistic(i)
                && !operator.isSetting(i);
        inputs.add(reads ? round(value, names.unique(value + "/bf16"), op.id()) : value);
      }
      return inputs;
    }

    /// The op with what it makes rounded behind it.
    private void addRounding(Op op, Operator operator) {
      var outputs = new ArrayList<String>();
      var stored = new LinkedHashMap<String, String>();
      for (int i = 0; i < op.outputs().size(); i++) {
        var value = op.outputs().get(i);
        if (isFloat(value) && (i == 0 || !hasStatistics(op, operator))) {
          var exactly = names.unique(value + "/float32");
          outputs.add(exactly);
          stored.put(exactly, value);
          rounded.add(value);
        } else {
          outputs.add(value);
        }
      }
      ops.add(op.withOutputs(outputs));
      stored.forEach((exactly, value) -> round(exactly, value, op.id()));
    }

    private String round(String from, String to, OpId owner) {
      var id = new OpId(names.unique(to + "/round"));
      // A weight is corrected by the whole of its gradient; that of data is stored as they are.
      ops.add(RoundToBfloat16.of(id, from, to, !data.contains(from) && !data.contains(to)));
      owners.put(id, owner);
      return to;
    }

    private boolean isFloat(String value) {
      var type = type(value);
      return type != null && type.dataType() == DataType.FLOAT;
    }

    private @Nullable TensorType type(String value) {
      return value.isEmpty() ? null : types.type(value);
    }

    private boolean isNumber(String value) {
      var type = Objects.requireNonNull(type(value));
      return type.isStatic() && type.knownShape().elementCount() <= 1 && !data.contains(value);
    }

    private static boolean hasStatistics(Op op, Operator operator) {
      for (int i = 0; i < op.inputs().size(); i++) {
        if (operator.isStatistic(i)) {
          return true;
        }
      }
      return false;
    }
  }
}
