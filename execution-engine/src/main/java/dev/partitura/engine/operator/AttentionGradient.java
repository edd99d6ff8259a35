package dev.partitura.engine.operator;

import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The gradients of the queries, keys and values of an [Attention], which computes the weights
/// again rather than read them. Made by differentiation; no file holds it. Source: Dao et al. 2022,
/// arXiv:2205.14135, algorithm 4.
final class AttentionGradient implements Operator {
  private static final String TYPE = "AttentionGradient";
  private static final int GRADIENT = 4;

  private static final Signature SIGNATURE =
      new Signature(
          Fused.DOMAIN,
          TYPE,
          Category.ATTENTION,
          List.of("Q", "K", "V", "attn_mask", "dY"),
          5,
          false,
          List.of("dQ", "dK", "dV"),
          false,
          List.of(Attention.parameters()));

  /// One for each of queries, keys and values.
  static List<String> of(Backward op) {
    var mask = op.context().hasInput(AttentionShape.MASK) ? op.input(AttentionShape.MASK) : "";
    return op.own(
        TYPE,
        3,
        op.context().attributes(),
        op.input(0),
        op.input(1),
        op.input(2),
        mask,
        op.gradient());
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  /// The attention that it is of: the gradient stands where that has what is past.
  private static OpContext forward(OpContext op) {
    return new OpContext(
        op.op().withInputs(op.op().inputs().subList(0, GRADIENT)),
        op.opset(),
        op.inputTypes().subList(0, GRADIENT),
        op.constants().subList(0, GRADIENT));
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireSameType(0, GRADIENT);
    AttentionShape.of(forward(op));
    return List.of(op.type(0), op.type(1), op.type(2));
  }

  /// Five products for each pair that sees each other.
  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    var shape = AttentionShape.of(forward(op));
    if (shape == null || !shape.isStatic()) {
      return Work.NONE;
    }
    long each = 2 * (3 * shape.width() + 2 * shape.valueWidth());
    return Work.of(Math.multiplyExact(each, shape.pairs(op)), op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var scores = new AttentionScores(forward(run));
    var shape = scores.shape();
    boolean flat = shape.flat();
    var types = infer(run);
    var query = AttentionHeads.of(run.tensor(0), flat, shape.heads());
    var key = AttentionHeads.of(run.tensor(1), flat, shape.groups());
    var value = AttentionHeads.of(run.tensor(2), flat, shape.groups());
    var gradient = AttentionHeads.of(run.tensor(GRADIENT), flat, shape.heads());
    var queryOut = AttentionHeads.of(outputs.get(0, types.get(0)), flat, shape.heads());
    var keyOut = AttentionHeads.of(outputs.get(1, types.get(1)), flat, shape.groups());
    var valueOut = AttentionHeads.of(outputs.get(2, types.get(2)), flat, shape.groups());
    int sharing = Math.toIntExact(shape.heads() / shape.groups());
    for (int sample = 0; sample < shape.query().size(0); sample++) {
      for (int group = 0; group < shape.groups(); group++) {
        var keys = key.rows(sample, group, null);
        var values = value.rows(sample, group, null);
        var keySums = new double[keys.length];
        var valueSums = new double[values.length];
        for (int head = group * sharing; head < (group + 1) * sharing; head++) {
          var queries = query.rows(sample, head, null);
          var back = gradient.rows(sample, head, null);
          var of = scores.of(sample, head, queries, keys);
          var products = products(scores, of, back, values);
          int m = query.length();
          int n = key.length();
          var across = new MatrixProduct.View(0, n, 1);
          var down = new MatrixProduct.View(0, 1, n);
          var sums = new double[queries.length];
          MatrixProduct.add(products, across, keys, 0, sums, 0, m, query.width(), n);
          queryOut.write(sample, head, sums);
          MatrixProduct.add(products, down, queries, 0, keySums, 0, n, query.width(), m);
          MatrixProduct.add(of.weights(), down, back, 0, valueSums, 0, n, value.width(), m);
        }
        keyOut.write(sample, group, keySums);
        valueOut.write(sample, group, valueSums);
      }
    }
  }

  /// The gradients of the products of queries and keys, times the scale.
  private static double[] products(
      AttentionScores scores, AttentionScores.Stages of, double[] back, double[] values) {
    int width = Math.toIntExact(scores.shape().valueWidth());
    int keys = Math.toIntExact(scores.shape().keys());
    var made = new double[of.weights().length];
    for (int i = 0; i < made.length / Math.max(1, keys); i++) {
      double along = 0;
      var ofWeights = new double[keys];
      for (int j = 0; j < keys; j++) {
        for (int w = 0; w < width; w++) {
          ofWeights[j] += back[i * width + w] * values[j * width + w];
        }
        along += ofWeights[j] * of.weights()[i * keys + j];
      }
      for (int j = 0; j < keys; j++) {
        int at = i * keys + j;
        made[at] =
            scores.scale()
                * scores.slope(of.capped()[at])
                * of.weights()[at]
                * (ofWeights[j] - along);
      }
    }
    return made;
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    var shape = AttentionShape.of(forward(op.part()));
    boolean alike = op.axis(GRADIENT) == op.axis(0);
    return shape == null || !alike ? Sharding.UNKNOWN : shape.split(op, true);
  }

  @Override
  public @Nullable OpContext inPart(
      OpContext part, OpContext whole, List<Sharding> inputs, int parts) {
    return AttentionShape.inPart(part, whole, inputs.getFirst(), parts);
  }
}
