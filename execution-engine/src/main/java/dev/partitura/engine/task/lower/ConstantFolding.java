package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.ConstantSource;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.Evaluation;
import dev.partitura.engine.operator.OpContext;
import dev.partitura.engine.operator.Operator;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes constants of what depends on constants alone; the reference kernels compute them.
final class ConstantFolding implements NetworkPass {
  /// Larger results (in elements) are left to the run: a constant of that size costs more memory
  /// than its op costs time.
  private static final long LIMIT = 256L << 20;

  /// Elements of inputs up to which a result is computed at once.
  private static final long FEW = 1L << 20;

  /// Checkpoints, some seconds, after which an op is left to the run, where it can be watched.
  private static final long STEPS = 1_000_000;

  @Override
  public LoweredNetwork apply(LoweredNetwork before) {
    if (!before.passes().foldConstants()) {
      return before;
    }
    var rewrite = new Rewrite(before);
    var known = new HashMap<>(before.types().constants());
    for (var op : rewrite.ops()) {
      if (op.outputs().stream().allMatch(output -> output.isEmpty() || known.containsKey(output))
          || fold(before, op, known)) {
        op.outputs().stream()
            .filter(output -> !output.isEmpty())
            .forEach(output -> rewrite.define(output, Objects.requireNonNull(known.get(output))));
        rewrite.remove(op);
      }
    }
    return rewrite.after();
  }

  private static boolean fold(LoweredNetwork before, Op op, Map<String, Constant> known) {
    var operator = Operators.find(op);
    if (operator == null || !known.keySet().containsAll(op.dependencies())) {
      return false;
    }
    return op.attributes().hasBodies() || !hasStaticTypes(before, op)
        ? compute(before, op, operator, known)
        : derive(before, op, operator, known);
  }

  private static boolean hasStaticTypes(LoweredNetwork before, Op op) {
    return op.outputs().stream()
        .allMatch(output -> {
          var type = output.isEmpty() ? null : before.types().type(output);
          return output.isEmpty() || type != null && type.isStatic();
        });
  }

  /// The results, to be computed when they are wanted.
  private static boolean derive(
      LoweredNetwork before, Op op, Operator operator, Map<String, Constant> known) {
    var inputs = inputs(op, known);
    var present = inputs.stream().filter(Objects::nonNull).toList();
    for (int i = 0; i < op.outputs().size(); i++) {
      int index = i;
      var output = op.outputs().get(i);
      if (output.isEmpty()) {
        continue;
      }
      var type = Objects.requireNonNull(before.types().type(output));
      if (type.knownShape().elementCount() > LIMIT) {
        return false;
      }
      known.put(
          output,
          new Constant(
              type,
              new ConstantSource.Derived(
                  present,
                  _ -> {
                    var made =
                        Evaluation.of(operator, context(before, op, inputs), tensors(inputs));
                    return Objects.requireNonNull(made.get(index));
                  })));
    }
    return true;
  }

  /// Results whose types only their values tell, and those of bodies, which may never end: computed
  /// at once where that is little work, else left to the run, where it can be watched.
  private static boolean compute(
      LoweredNetwork before, Op op, Operator operator, Map<String, Constant> known) {
    var inputs = inputs(op, known);
    long elements = 0;
    for (var input : inputs) {
      if (input != null && !input.isKnown()) {
        return false;
      }
      elements += input == null ? 0 : input.type().knownShape().elementCount();
    }
    if (elements > FEW) {
      return false;
    }
    try {
      var results =
          Evaluation.within(STEPS, operator, context(before, op, inputs), tensors(inputs));
      for (int i = 0; results != null && i < op.outputs().size(); i++) {
        var result = results.get(i);
        if (!op.outputs().get(i).isEmpty() && result != null) {
          known.put(op.outputs().get(i), Constant.of(result));
        }
      }
      return op.outputs().stream()
          .allMatch(output -> output.isEmpty() || known.containsKey(output));
    } catch (ProblemException _) {
      // The run meets the same refusal and names the op.
      return false;
    }
  }

  private static List<@Nullable Constant> inputs(Op op, Map<String, Constant> known) {
    var inputs = new ArrayList<@Nullable Constant>();
    op.inputs().forEach(input -> inputs.add(known.get(input)));
    op.captures().forEach(capture -> inputs.add(known.get(capture)));
    return inputs;
  }

  private static List<@Nullable Tensor> tensors(List<@Nullable Constant> constants) {
    var tensors = new ArrayList<@Nullable Tensor>();
    constants.forEach(constant -> tensors.add(constant == null ? null : constant.tensor()));
    return tensors;
  }

  private static OpContext context(LoweredNetwork before, Op op, List<@Nullable Constant> inputs) {
    var types = new ArrayList<@Nullable TensorType>();
    inputs.forEach(input -> types.add(input == null ? null : input.type()));
    int version = before.network().opset(op);
    return new OpContext(op, version, types, inputs);
  }
}
