package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The gradients of the scale and the shift of a [LayerNormalization], which each have an element
/// for each of a vector: `Σ dY n` and `Σ dY` over all vectors, `n` normalized. Made by
/// differentiation; no file holds it.
final class LayerNormalizationWeightGradient implements Operator {
  private static final String TYPE = "LayerNormalizationWeightGradient";
  private static final Signature SIGNATURE =
      new Signature(
          Fused.DOMAIN,
          TYPE,
          Category.NORMALIZATION,
          List.of("X", "dY"),
          2,
          false,
          List.of("dScale", "dB"),
          false,
          List.of(Parameter.ofInt("axis", -1), Parameter.ofFloat("epsilon", 1e-5f)));

  /// @return the gradients of scale and shift
  static List<String> of(Backward op) {
    return op.own(TYPE, 2, op.context().attributes(), op.input(0), op.gradient());
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    op.requireSameType(0, 1);
    var x = op.type(0);
    var shape = op.shape(0);
    if (shape == null) {
      return List.of(x, x);
    }
    var vector =
        x.withShape(
            new ShapeAxes().addAll(shape, NormalizedVectors.axis(op), shape.rank()).shape());
    return List.of(vector, vector);
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    long elements = op.type(0).isStatic() ? op.type(0).knownShape().elementCount() : 0;
    return Work.of(9 * elements, op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var gradient = Objects.requireNonNull(inputs.get(1));
    var types = infer(run);
    var vectors = NormalizedVectors.of(run);
    var scale = new double[vectors.length()];
    var shift = new double[vectors.length()];
    var above = new double[vectors.length()];
    for (long v = 0; v < vectors.count(); v++) {
      Checkpoint.pass();
      vectors.read(v);
      var normal = vectors.normal();
      Elements.read(gradient, v * above.length, 1, above, 0, above.length);
      for (int i = 0; i < above.length; i++) {
        scale[i] += above[i] * normal[i];
        shift[i] += above[i];
      }
    }
    if (outputs.wanted(0)) {
      Elements.write(scale, outputs.get(0, types.get(0)));
    }
    if (outputs.wanted(1)) {
      Elements.write(shift, outputs.get(1, types.get(1)));
    }
  }

  /// Vectors that others have are terms of the sums.
  @Override
  public Sharding sharding(ShardedOp op, int output) {
    int split = op.axis(0);
    return split >= 0 && op.axis(1) == split && split < NormalizedVectors.axis(op.part())
        ? Sharding.PARTIAL
        : Sharding.UNKNOWN;
  }
}
