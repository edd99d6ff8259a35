package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// As [AllGather], in the place of what was there before: inputs by turns a piece, which lies in
/// the whole, and that whole. Made when a plan is laid out; no file holds it.
public final class AllGatherInto implements Operator {
  public static final String TYPE = "AllGatherInto";

  private static final Signature SIGNATURE =
      new Signature(
          Fused.DOMAIN,
          TYPE,
          Category.SHAPE,
          List.of("piece_or_whole"),
          2,
          true,
          List.of("whole_new"),
          true,
          List.of());

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.COLLECTIVE);
  }

  @Override
  public int takesPlaceOf(int output) {
    return 2 * output + 1;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    var types = new ArrayList<TensorType>();
    for (int whole = 1; whole < op.inputCount(); whole += 2) {
      op.requireSameType(whole - 1, whole);
      types.add(op.type(whole));
    }
    return types;
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var types = infer(run);
    for (int i = 0; i < types.size(); i++) {
      var whole = run.tensor(2 * i + 1);
      var result = outputs.get(i, types.get(i));
      Elements.copy(whole, 0, 1, result, 0, 1, whole.elementCount());
      Pieces.copy(result, run.tensor(2 * i), 0, false);
    }
  }
}
