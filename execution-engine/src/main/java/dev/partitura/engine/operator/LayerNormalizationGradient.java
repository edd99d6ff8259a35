package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The gradient of what a [LayerNormalization] reads. With `n` the normalized vector, `d` its
/// deviation and `s = dY · scale`: `(s - mean s - n mean(s n)) / d`. Made by differentiation; no
/// file holds it.
final class LayerNormalizationGradient implements Operator {
  private static final String TYPE = "LayerNormalizationGradient";
  private static final Signature SIGNATURE =
      new Signature(
          Fused.DOMAIN,
          TYPE,
          Category.NORMALIZATION,
          List.of("X", "Scale", "dY"),
          3,
          false,
          List.of("dX"),
          false,
          List.of(Parameter.ofInt("axis", -1), Parameter.ofFloat("epsilon", 1e-5f)));

  static String of(Backward op) {
    return op.own(TYPE, op.context().attributes(), op.input(0), op.input(1), op.gradient());
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    op.requireSameType(0, 1, 2);
    return List.of(op.type(0));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    return Work.elementwise(op, outputs, 14);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var gradient = Objects.requireNonNull(inputs.get(2));
    var made = outputs.get(0, run.type(0));
    var vectors = NormalizedVectors.of(run);
    var scale = Elements.doubles(run.tensor(1));
    var scaled = new double[vectors.length()];
    for (long v = 0; v < vectors.count(); v++) {
      Checkpoint.pass();
      double deviation = vectors.read(v);
      var normal = vectors.normal();
      Elements.read(gradient, v * scaled.length, 1, scaled, 0, scaled.length);
      double mean = 0;
      double along = 0;
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] *= scale[i];
        mean += scaled[i];
        along += scaled[i] * normal[i];
      }
      mean /= scaled.length;
      along /= scaled.length;
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] = (scaled[i] - mean - normal[i] * along) / deviation;
      }
      Elements.write(scaled, made, v * scaled.length);
    }
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    int split = op.axis(0);
    return op.isReplicated(1) && op.axis(2) == split && split < NormalizedVectors.axis(op.part())
        ? Sharding.along(split)
        : Sharding.UNKNOWN;
  }
}
