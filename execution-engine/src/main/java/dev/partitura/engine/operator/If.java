package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs one of two bodies, by a condition. Source: ONNX If-1, 11, 13, 16, 19, 21.
final class If implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "If",
              Category.CONTROL,
              List.of("cond"),
              1,
              Parameter.optional("then_branch", Kind.NETWORK),
              Parameter.optional("else_branch", Kind.NETWORK))
          .withOutputs("outputs")
          .asVariadicOutput();

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  private static boolean condition(OpContext op) {
    return op.single(0).longAt(0) != 0;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireType(0, type -> type == DataType.BOOL, Phrase.of("words.boolean"));
    var thenBody = Body.of(op, "then_branch");
    var elseBody = Body.of(op, "else_branch");
    int count = op.outputCount();
    if (thenBody.outputs().size() < count || elseBody.outputs().size() < count) {
      throw op.refuse("op.body.outputs", count);
    }
    boolean decided = !op.isVariable(0);
    var first =
        decided && !condition(op)
            ? List.<@Nullable TensorType>of()
            : Body.outputTypes(op, thenBody, Map.of());
    var second = decided && condition(op) ? first : Body.outputTypes(op, elseBody, Map.of());
    first = first.isEmpty() ? second : first;
    var types = new ArrayList<TensorType>();
    for (int i = 0; i < count; i++) {
      var a = first.get(i);
      var b = second.get(i);
      if (a == null || b == null) {
        throw op.refuse("op.body.branch", i);
      }
      types.add(Body.common(op, a, b));
    }
    return types;
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.moving(op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    run.requireType(0, type -> type == DataType.BOOL, Phrase.of("words.boolean"));
    var results =
        NetworkEvaluation.run(
            Body.of(run, condition(run) ? "then_branch" : "else_branch"), Body.captured(run));
    for (int i = 0; i < op.outputCount(); i++) {
      if (outputs.wanted(i)) {
        outputs.get(i, results.get(i).type()).copyFrom(results.get(i));
      }
    }
  }

  /// As the branch that is taken, or as both where only the run tells which.
  @Override
  public Sharding sharding(ShardedOp op, int output) {
    if (!op.isReplicated(0)) {
      return Sharding.UNKNOWN;
    }
    var condition = op.common(0);
    Sharding together = null;
    for (var branch : List.of("then_branch", "else_branch")) {
      if (condition != null && (condition.longAt(0) != 0) != branch.equals("then_branch")) {
        continue;
      }
      var body = Body.of(op.part(), branch);
      var here =
          op.body(
                  body,
                  Map.of(),
                  Body.types(op.part(), body, Map.of()),
                  Body.types(op.whole(), body, Map.of()))
              .get(output);
      if (together != null && !together.equals(here)) {
        return Sharding.UNKNOWN;
      }
      together = here;
    }
    return together == null ? Sharding.UNKNOWN : together;
  }
}
