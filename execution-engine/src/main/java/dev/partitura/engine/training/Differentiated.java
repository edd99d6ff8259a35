package dev.partitura.engine.training;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.operator.Backward;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.Operator;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A network with its way back: the ops that compute the gradients of a loss with respect to some
/// of its values, by reverse accumulation (Griewank and Walther 2008, chapter 3). The gradients are
/// further outputs. Immutable.
///
/// @param network the ops of the network as it was, then those of the way back
/// @param gradients by value the value that holds its gradient, of the same type; a value that the
///   loss does not depend on has none
/// @param origins by op of the way back the op whose gradient it is part of
public record Differentiated(
    Network network, Map<String, String> gradients, Map<OpId, OpId> origins) {
  public Differentiated {
    gradients = Map.copyOf(gradients);
    origins = Map.copyOf(origins);
  }

  /// Cost O(ops + edges).
  ///
  /// @param types of a network whose sizes are known
  /// @param loss a value of one floating-point element
  /// @param wanted values whose gradients are asked for: inputs, initializers or what ops make
  /// @throws ProblemException where an op between them has no known gradient; holds every one
  public static Differentiated of(NetworkTypes types, String loss, Collection<String> wanted) {
    return of(types, loss, 1, wanted);
  }

  /// The same of `scale` times the loss.
  public static Differentiated of(
      NetworkTypes types, String loss, double scale, Collection<String> wanted) {
    return new WayBack(types, wanted).from(loss, scale);
  }

  private static final class WayBack {
    private final NetworkTypes types;
    private final Network network;
    private final Collection<String> wanted;
    private final Set<String> reached;
    private final NetworkBuilder builder;
    private final Map<String, List<String>> parts = new HashMap<>();
    private final Map<OpId, OpId> origins = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    WayBack(NetworkTypes types, Collection<String> wanted) {
      this.types = types;
      this.network = types.network();
      this.wanted = wanted;
      this.builder = NetworkBuilder.of(network);
      this.reached = reached();
    }

    /// The values that depend on those whose gradients are wanted, and these.
    private Set<String> reached() {
      var values = new HashSet<>(wanted);
      for (int index : Topology.of(network).order()) {
        var op = network.ops().get(index);
        if (op.dependencies().stream().anyMatch(values::contains)) {
          values.addAll(op.outputs());
        }
      }
      return values;
    }

    Differentiated from(String loss, double scale) {
      var type = types.type(loss);
      if (type == null
          || !type.isStatic()
          || type.knownShape().elementCount() != 1
          || !type.dataType().isFloating()) {
        throw ProblemException.of("training.loss.type", loss, loss, String.valueOf(type));
      }
      parts.put(loss, new ArrayList<>(List.of(seed(type, scale))));
      var order = Topology.of(network).order();
      for (int i = order.length - 1; i >= 0; i--) {
        Checkpoint.pass();
        visit(network.ops().get(order[i]));
      }
      if (!problems.isEmpty()) {
        throw new ProblemException(problems);
      }
      var gradients = new LinkedHashMap<String, String>();
      for (var value : new LinkedHashSet<>(wanted)) {
        var gradient = gradient(value, null);
        if (gradient != null) {
          gradients.put(value, gradient);
          builder.output(gradient);
        }
      }
      return new Differentiated(builder.build(), gradients, origins);
    }

    private String seed(TensorType type, double scale) {
      var tensor = Tensor.allocate(type);
      tensor.setDouble(0, scale);
      return builder.initializer("loss/gradient", tensor);
    }

    private void visit(Op op) {
      if (op.outputs().stream().noneMatch(parts::containsKey)
          || op.inputs().stream().noneMatch(reached::contains)) {
        return;
      }
      int before = builder.opCount();
      var gradients = new ArrayList<@Nullable String>();
      var outputTypes = new ArrayList<TensorType>();
      for (var output : op.outputs()) {
        gradients.add(gradient(output, op));
        outputTypes.add(Objects.requireNonNull(types.type(output)));
      }
      var wants = new boolean[op.inputs().size()];
      for (int i = 0; i < wants.length; i++) {
        wants[i] = reached.contains(op.inputs().get(i));
      }
      var operator = Operators.find(op);
      var made =
          operator == null || !op.captures().isEmpty() || !isStated(operator, gradients)
              ? null
              : operator.gradients(
                  new Backward(types.context(op), outputTypes, gradients, wants, builder));
      if (made == null) {
        problems.add(Problem.of("training.gradient.none", op.name(), op.name(), op.type()));
        return;
      }
      for (int i = 0; i < wants.length; i++) {
        var gradient = made.get(i);
        if (wants[i] && gradient != null) {
          parts.computeIfAbsent(op.inputs().get(i), _ -> new ArrayList<>()).add(gradient);
        }
      }
      builder.opsFrom(before).forEach(added -> origins.put(added.id(), op.id()));
    }

    /// Whether the outputs that the loss depends on are those of which operators state gradients.
    private static boolean isStated(Operator operator, List<@Nullable String> gradients) {
      return operator.takesAnyGradient() || gradients.getFirst() != null;
    }

    /// The sum of what came back to a value, added by the op that made it; null where nothing did.
    private @Nullable String gradient(String value, @Nullable Op producer) {
      var each = parts.get(value);
      if (each == null) {
        return null;
      }
      var sum = each.getFirst();
      for (var part : each.subList(1, each.size())) {
        int before = builder.opCount();
        sum = builder.op(builder.unique(value + "/back/sum"), "Add", Attributes.NONE, sum, part);
        if (producer != null) {
          builder.opsFrom(before).forEach(added -> origins.put(added.id(), producer.id()));
        }
      }
      parts.put(value, new ArrayList<>(List.of(sum)));
      return sum;
    }
  }
}
