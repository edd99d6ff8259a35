package dev.partitura.engine.operator;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.network.Value;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A network run op by op through the reference kernels, in dependency order, with whatever shapes
/// the values turn out to have: how bodies of `If` and `Loop` run, and the plain single-device run
/// that every plan is compared with. Immutable; may run on several threads at once.
public final class NetworkEvaluation {
  private final Network network;
  private final List<Op> order;
  private final Map<String, Integer> uses = new HashMap<>();

  private NetworkEvaluation(Network network) {
    this.network = network;
    order = Arrays.stream(Topology.of(network).order()).mapToObj(network.ops()::get).toList();
    order.forEach(op -> op.dependencies().forEach(value -> uses.merge(value, 1, Integer::sum)));
    network.outputs().forEach(output -> uses.merge(output.name(), 1, Integer::sum));
  }

  /// @throws ProblemException when the ops depend on each other in a circle
  public static NetworkEvaluation of(Network network) {
    return new NetworkEvaluation(network);
  }

  /// The network's outputs, in its order, for the tensors fed by name.
  ///
  /// @throws ProblemException when an input is missing or of another type than declared, an
  ///   operator is unknown, or a kernel refuses
  public static List<Tensor> run(Network network, Map<String, Tensor> feeds) {
    return of(network).run(feeds);
  }

  /// As [#run(Network, Map)]; for a body, `feeds` holds the captured values too.
  public List<Tensor> run(Map<String, Tensor> feeds) {
    var values = new HashMap<String, Tensor>();
    network.initializers().forEach((name, constant) -> values.put(name, constant.tensor()));
    values.putAll(feeds);
    network.inputs().forEach(input -> requireFed(input, values));
    var usesLeft = new HashMap<>(uses);
    for (var op : order) {
      run(op, values);
      for (var read : op.dependencies()) {
        if (usesLeft.merge(read, -1, Integer::sum) == 0) {
          values.remove(read);
        }
      }
    }
    return network.outputs().stream()
        .map(output -> value(output.name(), output.name(), values))
        .toList();
  }

  private static void requireFed(Value input, Map<String, Tensor> values) {
    var tensor = value(input.name(), input.name(), values);
    var declared = input.type();
    if (declared == null) {
      return;
    }
    var shape = declared.shape();
    boolean fits =
        tensor.dataType() == declared.dataType()
            && (shape == null || shape.rank() == tensor.shape().rank());
    if (!fits) {
      throw ProblemException.of(
          "network.input.type", input.name(), input.name(), tensor.type(), declared);
    }
  }

  private static Tensor value(String name, String subject, Map<String, Tensor> values) {
    var tensor = values.get(name);
    if (tensor == null) {
      throw ProblemException.of("network.value.absent", subject, name);
    }
    return tensor;
  }

  private void run(Op op, Map<String, Tensor> values) {
    var operator = Operators.find(op);
    if (operator == null) {
      throw ProblemException.of("op.operator.unknown", op.name(), op.name(), op.qualifiedType());
    }
    var inputs = new ArrayList<@Nullable Tensor>();
    for (var input : op.inputs()) {
      inputs.add(input.isEmpty() ? null : value(input, op.name(), values));
    }
    op.captures().forEach(capture -> inputs.add(value(capture, op.name(), values)));
    int version = network.opset(op);
    var produced = Evaluation.of(operator, OpContext.during(op, version, inputs), inputs);
    for (int i = 0; i < op.outputs().size(); i++) {
      var tensor = produced.get(i);
      if (tensor != null && !op.outputs().get(i).isEmpty()) {
        values.put(op.outputs().get(i), tensor);
      }
    }
  }
}
