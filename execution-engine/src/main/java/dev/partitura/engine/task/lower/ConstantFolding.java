package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.Evaluation;
import dev.partitura.engine.operator.OpContext;
import dev.partitura.engine.operator.Operator;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Computes beforehand, by the reference kernels, every op that depends on constants alone.
final class ConstantFolding implements NetworkPass {
  private static final Set<String> NOT_THE_SAME_TWICE =
      Set.of(
          "RandomNormal",
          "RandomNormalLike",
          "RandomUniform",
          "RandomUniformLike",
          "Bernoulli",
          "Multinomial");

  /// Larger results (in elements) are left to the run: a constant of that size costs more memory
  /// than its op costs time.
  private static final long LIMIT = 256L << 20;

  /// Checkpoints, some seconds, after which an op is left to the run, where it can be watched.
  private static final long STEPS = 1_000_000;

  @Override
  public LoweredNetwork apply(LoweredNetwork before, Arena memory) {
    if (!before.passes().foldConstants()) {
      return before;
    }
    var rewrite = new Rewrite(before);
    var known = new HashMap<>(before.types().constants());
    for (var op : rewrite.ops()) {
      if (op.outputs().stream().allMatch(output -> output.isEmpty() || known.containsKey(output))
          || compute(before, op, known, memory)) {
        op.outputs().stream()
            .filter(output -> !output.isEmpty())
            .forEach(output -> rewrite.define(output, Objects.requireNonNull(known.get(output))));
        rewrite.remove(op);
      }
    }
    return rewrite.after();
  }

  private static boolean compute(
      LoweredNetwork before, Op op, Map<String, Tensor> known, Arena memory) {
    var operator = Operators.find(op);
    if (operator == null
        || NOT_THE_SAME_TWICE.contains(op.type())
        || !known.keySet().containsAll(op.dependencies())
        || !isSmall(before, op)) {
      return false;
    }
    try {
      var results = evaluate(before, op, operator, known, memory);
      for (int i = 0; results != null && i < op.outputs().size(); i++) {
        var result = results.get(i);
        if (!op.outputs().get(i).isEmpty() && result != null) {
          known.put(op.outputs().get(i), result);
        }
      }
      return op.outputs().stream()
          .allMatch(output -> output.isEmpty() || known.containsKey(output));
    } catch (ProblemException refused) {
      // The run meets the same refusal and names the op.
      return false;
    }
  }

  private static boolean isSmall(LoweredNetwork before, Op op) {
    for (var output : op.outputs()) {
      var type = output.isEmpty() ? null : before.types().type(output);
      if (type != null && type.isStatic() && type.knownShape().elementCount() > LIMIT) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable List<@Nullable Tensor> evaluate(
      LoweredNetwork before, Op op, Operator operator, Map<String, Tensor> known, Arena memory) {
    var tensors = new ArrayList<@Nullable Tensor>();
    var types = new ArrayList<@Nullable TensorType>();
    var values = new ArrayList<>(op.inputs());
    values.addAll(op.captures());
    for (var value : values) {
      var tensor = known.get(value);
      tensors.add(tensor);
      types.add(tensor == null ? null : tensor.type());
    }
    int version = before.network().opsets().getOrDefault(op.domain(), before.network().opset());
    return Evaluation.within(
        STEPS, memory, operator, new OpContext(op, version, types, tensors), tensors);
  }
}
