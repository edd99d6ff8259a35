package dev.partitura.engine.operator;

import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What queries take of values, by how much the keys resemble them: `softmax(Q Kᵀ scale + mask) V`
/// for each head, in one op that need not store the scores. Queries, keys and values lie as in
/// [AttentionShape]; several heads of queries may share one of keys and values. Source: ONNX
/// Attention-23, 24; Vaswani et al. 2017, arXiv:1706.03762; Dao et al. 2022, arXiv:2205.14135.
final class Attention implements Operator {
  private static final int PRESENT_KEY = 1;
  private static final int PRESENT_VALUE = 2;
  private static final int SCORES = 3;

  private static final Signature SIGNATURE =
      Signature.of(
              "Attention",
              Category.ATTENTION,
              List.of("Q", "K", "V", "attn_mask", "past_key", "past_value", "nonpad_kv_seqlen"),
              3,
              parameters())
          .withOutputs("Y", "present_key", "present_value", "qk_matmul_output");

  static Parameter[] parameters() {
    return new Parameter[] {
      Parameter.ofInt("is_causal", 0),
      Parameter.optional("q_num_heads", Kind.INT),
      Parameter.optional("kv_num_heads", Kind.INT),
      Parameter.optional("scale", Kind.FLOAT),
      Parameter.ofFloat("softcap", 0),
      Parameter.ofInt("qk_matmul_output_mode", 0),
      Parameter.optional("softmax_precision", Kind.INT)
    };
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.COMMON);
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    var shape = AttentionShape.of(op);
    var query = op.type(AttentionShape.QUERY);
    var value = op.type(AttentionShape.VALUE);
    return shape == null
        ? List.of(
            query.withShape(null),
            query.withShape(ShapeAxes.ofRank(4)),
            value.withShape(ShapeAxes.ofRank(4)),
            query.withShape(ShapeAxes.ofRank(4)))
        : List.of(
            query.withShape(shape.result()),
            query.withShape(shape.present(shape.width())),
            value.withShape(shape.present(shape.valueWidth())),
            query.withShape(shape.scores()));
  }

  /// Two products for each pair that sees each other; the scores are not counted as moved, unless
  /// they are asked for.
  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    var shape = AttentionShape.of(op);
    if (shape == null || !shape.isStatic()) {
      return Work.NONE;
    }
    var written = new ArrayList<TensorType>();
    for (int output = 0; output < outputs.size(); output++) {
      if (output < op.outputCount() && !op.op().outputs().get(output).isEmpty()) {
        written.add(outputs.get(output));
      }
    }
    long each = 2 * (shape.width() + shape.valueWidth());
    return Work.of(Math.multiplyExact(each, shape.pairs(op)), op, written);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var scores = new AttentionScores(run);
    var shape = scores.shape();
    var types = infer(run);
    var query = heads(run, AttentionShape.QUERY, shape.flat(), shape.heads());
    var key = heads(run, AttentionShape.KEY, shape.flat(), shape.groups());
    var value = heads(run, AttentionShape.VALUE, shape.flat(), shape.groups());
    var pastKey = past(run, AttentionShape.PAST_KEY, shape);
    var pastValue = past(run, AttentionShape.PAST_VALUE, shape);
    var result = AttentionHeads.of(outputs.get(0, types.get(0)), shape.flat(), shape.heads());
    var presentKey = present(outputs, PRESENT_KEY, types, shape);
    var presentValue = present(outputs, PRESENT_VALUE, types, shape);
    var stages = present(outputs, SCORES, types, shape);
    int sharing = Math.toIntExact(shape.heads() / shape.groups());
    for (int sample = 0; sample < shape.query().size(0); sample++) {
      for (int group = 0; group < shape.groups(); group++) {
        var keys = key.rows(sample, group, pastKey);
        var values = value.rows(sample, group, pastValue);
        write(presentKey, sample, group, keys);
        write(presentValue, sample, group, values);
        for (int head = group * sharing; head < (group + 1) * sharing; head++) {
          var of = scores.of(sample, head, query.rows(sample, head, null), keys);
          write(stages, sample, head, asked(run, of));
          result.write(sample, head, mixed(of.weights(), values, result.width()));
        }
      }
    }
  }

  private static AttentionHeads heads(OpContext run, int input, boolean flat, long heads) {
    return AttentionHeads.of(run.tensor(input), flat, heads);
  }

  private static @Nullable AttentionHeads past(OpContext run, int input, AttentionShape shape) {
    return run.hasInput(input) ? heads(run, input, false, shape.groups()) : null;
  }

  private static @Nullable AttentionHeads present(
      Outputs outputs, int output, List<TensorType> types, AttentionShape shape) {
    return outputs.wanted(output)
        ? AttentionHeads.of(
            outputs.get(output, types.get(output)),
            false,
            output == SCORES ? shape.heads() : shape.groups())
        : null;
  }

  private static void write(@Nullable AttentionHeads to, int sample, int head, double[] rows) {
    if (to != null) {
      to.write(sample, head, rows);
    }
  }

  private static double[] asked(OpContext run, AttentionScores.Stages of) {
    return switch ((int) SIGNATURE.intOf(run.attributes(), "qk_matmul_output_mode")) {
      case 0 -> of.products();
      case 1 -> of.capped();
      case 2 -> of.masked();
      default -> of.weights();
    };
  }

  private static double[] mixed(double[] weights, double[] values, int width) {
    int keys = width == 0 ? 0 : values.length / width;
    int queries = keys == 0 ? 0 : weights.length / keys;
    var rows = new double[queries * width];
    var all = new MatrixProduct.View(0, keys, 1);
    MatrixProduct.add(weights, all, values, 0, rows, 0, queries, width, keys);
    return rows;
  }

  @Override
  public Sharding sharding(ShardedOp op, int output) {
    var shape = AttentionShape.of(op.part());
    return shape == null ? Sharding.UNKNOWN : shape.split(op, output == 0);
  }

  @Override
  public @Nullable OpContext inPart(
      OpContext part, OpContext whole, List<Sharding> inputs, int parts) {
    return AttentionShape.inPart(part, whole, inputs.getFirst(), parts);
  }

  /// Of queries, keys and values; none is known of a mask, of what is past, and by way of other
  /// outputs than the first.
  @Override
  public @Nullable List<@Nullable String> gradients(Backward op) {
    boolean isPast =
        op.context().hasInput(AttentionShape.PAST_KEY)
            || op.context().hasInput(AttentionShape.FILLED);
    boolean isFurther =
        Stream.of(PRESENT_KEY, PRESENT_VALUE, SCORES)
            .anyMatch(output -> op.gradient(output) != null);
    if (isPast || isFurther || op.wants(AttentionShape.MASK)) {
      return null;
    }
    var each = op.first(op.gradient());
    var made = AttentionGradient.of(op);
    for (int input = 0; input < made.size(); input++) {
      each.set(input, op.wants(input) ? made.get(input) : null);
    }
    return each;
  }
}
