package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Divides each vector along an axis by its `p`-norm; a vector of zeros stays. Source: ONNX
/// LpNormalization-1, 22.
final class LpNormalization implements Operator {
  private static final Signature SIGNATURE =
      Signature.of(
              "LpNormalization",
              Category.NORMALIZATION,
              List.of("input"),
              1,
              Parameter.ofInt("axis", -1),
              Parameter.ofInt("p", 2))
          .withOutputs("output");

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    op.requireRankAtLeast(0, 1);
    var x = op.shape(0);
    if (x != null) {
      op.axis(SIGNATURE.intOf(op.attributes(), "axis"), x.rank());
    }
    long p = SIGNATURE.intOf(op.attributes(), "p");
    if (p != 1 && p != 2) {
      throw op.refuse("op.attribute.choice", "p", p, List.of(1, 2));
    }
    return List.of(op.type(0));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.elementwise(op, outputs, 3);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var x = run.tensor(0);
    var y = outputs.get(0, infer(run).getFirst());
    var shape = x.shape();
    int axis = run.axis(SIGNATURE.intOf(run.attributes(), "axis"), shape.rank());
    boolean squares = SIGNATURE.intOf(run.attributes(), "p") == 2;
    long inner = shape.product(axis + 1, shape.rank());
    long length = shape.size(axis);
    for (long o = 0; o < shape.product(0, axis); o++) {
      for (long i = 0; i < inner; i++) {
        long start = o * length * inner + i;
        double sum = 0;
        for (long k = 0; k < length; k++) {
          double value = x.doubleAt(start + k * inner);
          sum += squares ? value * value : Math.abs(value);
        }
        double norm = squares ? Math.sqrt(sum) : sum;
        for (long k = 0; k < length; k++) {
          long at = start + k * inner;
          y.setDouble(at, norm == 0 ? 0 : x.doubleAt(at) / norm);
        }
      }
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    int split = op.onlyAxis(0);
    return split < 0
            || op.part().axis(SIGNATURE.intOf(op.part().attributes(), "axis"), op.rank(0)) == split
        ? Sharding.UNKNOWN
        : op.kept(0);
  }
}
