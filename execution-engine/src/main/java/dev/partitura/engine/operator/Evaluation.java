package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs one reference kernel into memory of its own, that the garbage collector frees.
public final class Evaluation implements Operator.Outputs {
  private final OpContext op;
  private final List<@Nullable Tensor> produced = new ArrayList<>();

  private Evaluation(OpContext op) {
    this.op = op;
    for (int i = 0; i < op.outputCount(); i++) {
      produced.add(null);
    }
  }

  /// The outputs of one run, null where nobody wants one.
  public static List<@Nullable Tensor> of(Operator operator, OpContext op, List<@Nullable Tensor> inputs) {
    var evaluation = new Evaluation(op);
    operator.compute(op, inputs, evaluation);
    return evaluation.produced;
  }

  @Override
  public Tensor get(int index, TensorType type) {
    var tensor = Tensor.allocate(type);
    while (produced.size() <= index) {
      produced.add(null);
    }
    produced.set(index, tensor);
    return tensor;
  }

  @Override
  public boolean wanted(int index) {
    return index < op.op().outputs().size() && !op.op().outputs().get(index).isEmpty();
  }
}
