package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Walks a network once in dependency order and asks each operator for the types of its outputs,
/// folding small constants (shapes, indices) on the way so that a `Reshape` fed by `Shape`
/// arithmetic gets its type. Pure; cost O(ops) plus the folded kernels.
public final class TypeInference {
  /// Largest tensor, in elements, that inference computes itself; above it only the type is kept.
  static final long FOLD_LIMIT = 4096;

  /// Checkpoints that inference spends on a tensor of that size; above, only the type is kept.
  private static final long FOLD_STEPS = 10_000;

  private final Network network;
  private final Map<String, TensorType> types;
  private final Map<String, Constant> constants = new HashMap<>();
  private final Map<OpId, Work> works;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, SizeList> sizes = new HashMap<>();
  private final Set<String> failed = new HashSet<>();

  /// A view of what is known so far.
  private final NetworkTypes known;

  private TypeInference(Network network) {
    this.network = network;
    this.types = HashMap.newHashMap(network.ops().size() + network.initializers().size());
    this.works = LinkedHashMap.newLinkedHashMap(network.ops().size());
    this.known = new NetworkTypes(network, types, constants, works, List.of());
  }

  /// Types of `network` with its inputs as declared.
  public static NetworkTypes infer(Network network) {
    return infer(network, Map.of(), Map.of());
  }

  /// Types of `network` with some inputs (or, for a body, captured values) given more exactly than
  /// declared.
  ///
  /// @throws ProblemException when the ops depend on each other in a circle
  public static NetworkTypes infer(
      Network network, Map<String, TensorType> given, Map<String, Constant> known) {
    return new TypeInference(network).run(given, known);
  }

  private NetworkTypes run(Map<String, TensorType> given, Map<String, Constant> values) {
    for (var input : network.inputs()) {
      var declared = input.type();
      if (declared != null) {
        types.put(input.name(), declared);
      }
    }
    types.putAll(given);
    values.forEach(this::constant);
    network.initializers().forEach(this::constant);
    var ops = network.ops();
    for (int index : Topology.of(network).order()) {
      visit(ops.get(index));
    }
    requireOutputs();
    return new NetworkTypes(network, types, constants, works, problems);
  }

  /// An op may name more outputs than its operator makes in the version at hand; that matters where
  /// one is wanted.
  private void requireOutputs() {
    var topology = Topology.of(network);
    for (var output : network.outputs()) {
      int producer = topology.producer(output.name());
      if (producer >= 0 && !types.containsKey(output.name()) && !failed.contains(output.name())) {
        var op = network.ops().get(producer);
        problems.add(
            Problem.of(
                "op.output.missing",
                op.name(),
                op.name(),
                op.type(),
                output.name(),
                op.outputs().indexOf(output.name())));
      }
    }
  }

  private void constant(String value, Constant constant) {
    constants.put(value, constant);
    types.put(value, constant.type());
  }

  private void visit(Op op) {
    Checkpoint.pass();
    var operator = Operators.find(op);
    if (operator == null) {
      fail(op, MissingOperators.of(op));
      believe(op);
      return;
    }
    if (!Collections.disjoint(op.dependencies(), failed)) {
      failed.addAll(op.outputs());
      return;
    }
    var context = known.context(op);
    if (!sizes.isEmpty()) {
      var held = new ArrayList<@Nullable SizeList>();
      op.inputs().forEach(input -> held.add(sizes.get(input)));
      context = context.withSizes(held);
    }
    try {
      OpForm.require(operator, context);
      var outputs = operator.infer(context);
      OpForm.requireSizes(context, outputs);
      for (int i = 0; i < Math.min(outputs.size(), op.outputs().size()); i++) {
        if (!op.outputs().get(i).isEmpty()) {
          types.put(op.outputs().get(i), outputs.get(i));
        }
      }
      var made = operator.sizes(context);
      if (made != null && !op.outputs().isEmpty()) {
        sizes.put(op.outputs().getFirst(), made);
      }
      if (areStatic(outputs)) {
        works.put(op.id(), operator.work(context, outputs));
        fold(operator, context, outputs);
      }
    } catch (ProblemException refused) {
      refused.problems().forEach(problem -> fail(op, problem));
    } catch (ArithmeticException tooLarge) {
      fail(op, Problem.of("op.size", op.name(), op.name(), op.type()));
    } catch (IllegalStateException | IndexOutOfBoundsException | IllegalArgumentException fault) {
      fail(
          op,
          Problem.of(
              "op.infer.failed",
              op.name(),
              op.name(),
              op.type(),
              String.valueOf(fault.getMessage())));
    }
  }

  private void believe(Op op) {
    for (var output : op.outputs()) {
      var stated = network.statedTypes().get(output);
      if (stated != null) {
        types.put(output, stated);
        failed.remove(output);
      }
    }
  }

  private void fold(Operator operator, OpContext context, List<TensorType> outputs) {
    var op = context.op();
    boolean onlySizes = operator.has(Trait.READS_SIZES);
    if (op.attributes().hasBodies()
        || !(onlySizes ? context.type(0).isStatic() : areKnown(op))
        || !areSmall(outputs)) {
      return;
    }
    var inputs = new ArrayList<@Nullable Tensor>();
    for (int i = 0; i < context.inputCount(); i++) {
      inputs.add(onlySizes ? null : context.constant(i));
    }
    var produced = Evaluation.within(FOLD_STEPS, operator, context, inputs);
    for (int i = 0; produced != null && i < produced.size(); i++) {
      var tensor = produced.get(i);
      if (tensor != null && i < op.outputs().size() && !op.outputs().get(i).isEmpty()) {
        constants.put(op.outputs().get(i), Constant.of(tensor));
      }
    }
  }

  private static boolean areStatic(List<TensorType> outputs) {
    for (var type : outputs) {
      if (!type.isStatic()) {
        return false;
      }
    }
    return true;
  }

  private boolean areKnown(Op op) {
    for (var value : op.dependencies()) {
      var constant = constants.get(value);
      if (constant == null || !constant.isKnown()) {
        return false;
      }
    }
    return true;
  }

  private static boolean areSmall(List<TensorType> outputs) {
    for (var type : outputs) {
      if (type.knownShape().elementCount() > FOLD_LIMIT) {
        return false;
      }
    }
    return true;
  }

  private void fail(Op op, Problem problem) {
    problems.add(problem);
    failed.addAll(op.outputs());
  }
}
