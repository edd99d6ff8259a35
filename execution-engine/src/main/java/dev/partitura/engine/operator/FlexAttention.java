package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Attention whose scores and whose weights a body of the op's own may change: `prob_mod(softmax(
/// score_mod(Q Kᵀ scale))) V`, Q `[N, Hq, L, E]`, K `[N, Hkv, S, E]`, V `[N, Hkv, S, Ev]`, Y `[N,
/// Hq, L, Ev]`; neighbouring heads of queries share one of keys and values. Bodies take and give
/// `[N, Hq, L, S]`. All is computed in float64, at least as exact as any `softmax_precision`.
/// Source: Dong et al. 2024, arXiv:2412.05496; ONNX's preview domain, FlexAttention-1.
final class FlexAttention implements Operator {
  private static final int QUERY = 0;
  private static final int KEY = 1;
  private static final int VALUE = 2;

  private static final Signature SIGNATURE =
      new Signature(
          "ai.onnx.preview",
          "FlexAttention",
          Category.ATTENTION,
          List.of("Q", "K", "V"),
          3,
          false,
          List.of("Y"),
          false,
          List.of(
              Parameter.optional("prob_mod", Kind.NETWORK),
              Parameter.optional("scale", Kind.FLOAT),
              Parameter.optional("score_mod", Kind.NETWORK),
              Parameter.optional("softmax_precision", Kind.INT)));

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(QUERY);
    op.requireSameType(QUERY, KEY, VALUE);
    for (int input = QUERY; input <= VALUE; input++) {
      op.requireRank(input, 4);
    }
    var q = op.shape(QUERY);
    var k = op.shape(KEY);
    var v = op.shape(VALUE);
    if (q == null || k == null || v == null) {
      return List.of(op.type(QUERY).withShape(ShapeAxes.ofRank(4)));
    }
    boolean fits =
        agree(q, k, 0)
            && agree(q, v, 0)
            && agree(q, k, 3)
            && agree(k, v, 1)
            && agree(k, v, 2)
            && (!q.isKnown(1) || !k.isKnown(1) || k.size(1) > 0 && q.size(1) % k.size(1) == 0);
    if (!fits) {
      throw op.refuse("op.shapes", List.of(q, k, v));
    }
    requireKept(op, "score_mod", q, k);
    requireKept(op, "prob_mod", q, k);
    return List.of(op.type(QUERY).withShape(new ShapeAxes().addAll(q, 0, 3).add(v, 3).shape()));
  }

  private static boolean agree(Shape one, Shape other, int axis) {
    return !one.isKnown(axis) || !other.isKnown(axis) || one.size(axis) == other.size(axis);
  }

  /// Refuses a body that does not give one tensor of the shape it takes.
  private static void requireKept(OpContext op, String attribute, Shape q, Shape k) {
    if (!op.attributes().has(attribute)) {
      return;
    }
    var body = Body.of(op, attribute);
    if (body.inputs().size() != 1 || body.outputs().size() != 1) {
      throw op.refuse("op.body.one", attribute, body.inputs().size(), body.outputs().size());
    }
    var shape = new ShapeAxes().addAll(q, 0, 3).add(k, 2).shape();
    var taken = taken(op, attribute, shape);
    var name = body.inputs().getFirst().name();
    var given = Body.outputTypes(op, body, Map.of(name, taken)).getFirst();
    if (given == null) {
      throw op.refuse("op.body.untyped");
    }
    var made = given.shape();
    if (shape.isStatic() && made != null && made.isStatic() && !made.equals(shape)) {
      throw op.refuse("op.body.kept", attribute, taken, given);
    }
  }

  /// What a body takes: its own type of numbers where it states one, else that of the queries.
  private static TensorType taken(OpContext op, String attribute, Shape shape) {
    var stated = Body.of(op, attribute).inputs().getFirst().type();
    return (stated == null ? op.type(QUERY) : stated).withShape(shape);
  }

  /// Two products for each pair.
  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    var q = op.shape(QUERY);
    var k = op.shape(KEY);
    var v = op.shape(VALUE);
    if (q == null || k == null || v == null || !q.isStatic() || !k.isStatic() || !v.isStatic()) {
      return Work.NONE;
    }
    long pairs = Math.multiplyExact(q.product(0, 3), k.size(2));
    return Work.of(Math.multiplyExact(pairs, 2 * (q.size(3) + v.size(3))), op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var q = run.tensor(QUERY).shape();
    var k = run.tensor(KEY).shape();
    int samples = Math.toIntExact(q.size(0));
    int heads = Math.toIntExact(q.size(1));
    int sharing = heads / Math.max(1, Math.toIntExact(k.size(1)));
    int queries = Math.toIntExact(q.size(2));
    int keys = Math.toIntExact(k.size(2));
    var query = AttentionHeads.of(run.tensor(QUERY), false, heads);
    var key = AttentionHeads.of(run.tensor(KEY), false, k.size(1));
    var value = AttentionHeads.of(run.tensor(VALUE), false, k.size(1));
    var result = AttentionHeads.of(outputs.get(0, infer(run).getFirst()), false, heads);
    double width = Math.max(1, query.width());
    double scale = run.attributes().floatOr("scale", (float) (1 / Math.sqrt(width)));

    var shape = Shape.of(samples, heads, queries, keys);
    var scores = new double[Math.toIntExact(shape.elementCount())];
    int each = queries * keys;
    for (int sample = 0; sample < samples; sample++) {
      for (int head = 0; head < heads; head++) {
        AttentionScores.multiply(
            query.rows(sample, head, null),
            key.rows(sample, head / sharing, null),
            query.width(),
            scale,
            scores,
            (sample * heads + head) * each);
      }
    }
    var changed = changed(run, "score_mod", shape, scores);
    for (int row = 0; keys > 0 && row < changed.length; row += keys) {
      // A row that sees nothing is not a number, as everywhere in softmax.
      AttentionScores.softmax(changed, row, keys, changed);
    }
    var weights = changed(run, "prob_mod", shape, changed);
    for (int sample = 0; sample < samples; sample++) {
      for (int head = 0; head < heads; head++) {
        var rows = new double[queries * value.width()];
        var view = new MatrixProduct.View((sample * heads + head) * each, keys, 1);
        var values = value.rows(sample, head / sharing, null);
        MatrixProduct.add(weights, view, values, 0, rows, 0, queries, value.width(), keys);
        result.write(sample, head, rows);
      }
    }
  }

  private static double[] changed(OpContext run, String attribute, Shape shape, double[] values) {
    if (!run.attributes().has(attribute)) {
      return values;
    }
    var body = Body.of(run, attribute);
    var given = Tensor.allocate(taken(run, attribute, shape));
    Elements.write(values, given);
    var feeds = Body.captured(run);
    feeds.put(body.inputs().getFirst().name(), given);
    var made = NetworkEvaluation.run(body, feeds).getFirst();
    if (!made.shape().equals(shape)) {
      throw run.refuse("op.body.kept", attribute, given.type(), made.type());
    }
    return Elements.doubles(made);
  }

  /// Samples are each by themselves, unless a body might tell them apart.
  @Override
  public Sharding sharding(ShardedOp op, int output) {
    boolean alone =
        !op.part().attributes().has("score_mod") && !op.part().attributes().has("prob_mod");
    return alone && op.axis(QUERY) == 0 && op.axis(KEY) == 0 && op.axis(VALUE) == 0
        ? Sharding.along(0)
        : Sharding.UNKNOWN;
  }
}
