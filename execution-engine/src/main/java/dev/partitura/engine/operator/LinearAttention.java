package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.operator.Signature.Kind;
import dev.partitura.engine.operator.Signature.Parameter;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Attention by a state `[B, H, dk, dv]` instead of all pairs: at each place the state decays by
/// `exp(decay)` (`gated`), takes in the outer product of key and value (less what it holds for the
/// key already, times `beta`, for `delta`) and is read by the query. Query `[B, T, Hq · dk]`, key
/// `[B, T, Hkv · dk]`, value `[B, T, Hkv · dv]`. Source: Yang et al. 2024, arXiv:2412.06464; ONNX
/// LinearAttention-27.
final class LinearAttention implements Operator {
  private static final List<String> RULES = List.of("linear", "gated", "delta", "gated_delta");
  private static final Signature SIGNATURE =
      Signature.of(
              "LinearAttention",
              Category.LAYER,
              List.of("query", "key", "value", "past_state", "decay", "beta"),
              3,
              Parameter.ofInt("chunk_size", 64),
              Parameter.optional("kv_num_heads", Kind.INT),
              Parameter.optional("q_num_heads", Kind.INT),
              Parameter.ofFloat("scale", 0),
              new Parameter(
                  "update_rule", Kind.STRING, new Attribute.StringValue("gated_delta"), RULES))
          .withOutputs("output", "present_state");

  @Override
  public Map<String, Attribute> startingAttributes() {
    return Map.of(
        "kv_num_heads", new Attribute.IntValue(1),
        "q_num_heads", new Attribute.IntValue(1),
        "update_rule", new Attribute.StringValue("linear"));
  }

  @Override
  public boolean startsWithAllOutputs() {
    return true;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  private static String rule(OpContext op) {
    return op.attributes().stringOr("update_rule", "gated_delta");
  }

  @Override
  public List<TensorType> infer(OpContext op) {
    op.requireFloats(0);
    op.requireSameType(0, 1, 2);
    for (int input = 0; input < 3; input++) {
      op.requireRank(input, 3);
    }
    if (!RULES.contains(rule(op))) {
      throw op.refuse("op.attribute.choice", "update_rule", rule(op), RULES);
    }
    requireInput(op, 4, rule(op).startsWith("gated"));
    requireInput(op, 5, rule(op).endsWith("delta"));
    long heads = op.requireInt("q_num_heads");
    long pairs = op.requireInt("kv_num_heads");
    var q = op.shape(0);
    if (heads < 1 || pairs < 1 || heads % pairs != 0) {
      throw op.refuse("op.heads", heads, pairs);
    }
    var v = op.shape(2);
    var state = op.dataType(op.hasInput(3) ? 3 : 0);
    if (q == null || v == null) {
      return List.of(
          op.type(0).withShape(ShapeAxes.ofRank(3)), new TensorType(state, ShapeAxes.ofRank(4)));
    }
    var k = op.shape(1);
    if (q.isStatic() && v.isStatic() && k != null && k.isStatic()) {
      requireFit(op, q, k, v);
    }
    long dk = q.isKnown(2) ? q.size(2) / heads : Shape.UNKNOWN;
    long dv = v.isKnown(2) ? v.size(2) / pairs : Shape.UNKNOWN;
    return List.of(
        op.type(0)
            .withShape(
                new ShapeAxes().addAll(q, 0, 2).add(dv < 0 ? Shape.UNKNOWN : dv * heads).shape()),
        new TensorType(state, new ShapeAxes().add(q, 0).add(pairs).add(dk).add(dv).shape()));
  }

  private static void requireInput(OpContext op, int input, boolean wanted) {
    if (wanted && !op.hasInput(input)) {
      throw op.refuse("op.input.missing", input);
    }
    if (!wanted && op.hasInput(input)) {
      throw op.refuse("op.linear.input", rule(op), SIGNATURE.inputs().get(input));
    }
  }

  private static void requireFit(OpContext op, Shape q, Shape k, Shape v) {
    long heads = op.requireInt("q_num_heads");
    long pairs = op.requireInt("kv_num_heads");
    long dk = q.size(2) / heads;
    boolean fits = q.size(2) % heads == 0 && v.size(2) % pairs == 0 && k.size(2) == dk * pairs;
    for (int axis = 0; axis < 2; axis++) {
      fits &= q.size(axis) == k.size(axis) && q.size(axis) == v.size(axis);
    }
    fits &= fits(op, 4, q, pairs, pairs * dk) && fits(op, 5, q, pairs, 1);
    var past = op.hasInput(3) ? op.shape(3) : null;
    fits &=
        past == null
            || !past.isStatic()
            || past.equals(Shape.of(q.size(0), pairs, dk, v.size(2) / pairs));
    if (!fits) {
      throw op.refuse("op.shapes", List.of(q, k, v));
    }
  }

  private static boolean fits(OpContext op, int input, Shape q, long some, long others) {
    var shape = op.hasInput(input) ? op.shape(input) : null;
    return shape == null
        || !shape.isStatic()
        || shape.equals(Shape.of(q.size(0), q.size(1), some))
        || shape.equals(Shape.of(q.size(0), q.size(1), others));
  }

  @Override
  public Work work(OpContext op, List<TensorType> outputs) {
    var state = outputs.get(1);
    var q = op.shape(0);
    return q == null || !q.isKnown(1) || !state.isStatic()
        ? Work.NONE
        : Work.of(6 * q.size(1) * state.knownShape().elementCount(), op, outputs);
  }

  @Override
  public void compute(OpContext op, List<@Nullable Tensor> inputs, Outputs outputs) {
    var run = op.with(inputs);
    var types = infer(run);
    var y = outputs.wanted(0) ? outputs.get(0, types.get(0)) : null;
    var present = outputs.wanted(1) ? outputs.get(1, types.get(1)) : null;
    var shape = types.get(1).knownShape();
    long pairs = shape.size(1);
    int dk = Math.toIntExact(shape.size(2));
    int dv = Math.toIntExact(shape.size(3));
    var state = new double[dk * dv];
    for (long head = 0; head < shape.size(0) * pairs; head++) {
      Arrays.fill(state, 0);
      if (run.hasInput(3)) {
        Elements.read(run.tensor(3), head * dk * dv, 1, state, 0, dk * dv);
      }
      walk(run, head / pairs, head % pairs, dk, dv, state, y);
      if (present != null) {
        Elements.write(state, present, head * dk * dv);
      }
    }
  }

  private static void walk(
      OpContext run, long b, long pair, int dk, int dv, double[] state, @Nullable Tensor y) {
    var q = run.tensor(0);
    var k = run.tensor(1);
    var v = run.tensor(2);
    long pairs = run.requireInt("kv_num_heads");
    long heads = run.requireInt("q_num_heads");
    float stated = SIGNATURE.floatOf(run.attributes(), "scale");
    double scale = stated == 0 ? 1 / Math.sqrt(dk) : stated;
    long length = q.shape().size(1);
    var key = new double[dk];
    var value = new double[dv];
    for (long place = b * length; place < (b + 1) * length; place++) {
      Elements.read(k, (place * pairs + pair) * dk, 1, key, 0, dk);
      Elements.read(v, (place * pairs + pair) * dv, 1, value, 0, dv);
      if (run.hasInput(4)) {
        decay(run.tensor(4), place, pair, pairs, dk, dv, state);
      }
      if (run.hasInput(5)) {
        var beta = run.tensor(5);
        long each = beta.shape().size(2);
        double step = beta.doubleAt(place * each + (each == 1 ? 0 : pair));
        for (int m = 0; m < dv; m++) {
          value[m] = step * (value[m] - held(state, key, m, dv));
        }
      }
      for (int i = 0; i < dk * dv; i++) {
        state[i] += key[i / dv] * value[i % dv];
      }
      long group = heads / pairs;
      for (long head = pair * group; y != null && head < (pair + 1) * group; head++) {
        Elements.read(q, (place * heads + head) * dk, 1, key, 0, dk);
        for (int m = 0; m < dv; m++) {
          y.setDouble((place * heads + head) * dv + m, scale * held(state, key, m, dv));
        }
      }
    }
  }

  /// What the state holds for a key, at place `m` of the value.
  private static double held(double[] state, double[] key, int m, int dv) {
    double sum = 0;
    for (int d = 0; d < key.length; d++) {
      sum += state[d * dv + m] * key[d];
    }
    return sum;
  }

  /// One factor for each head, or for each row of its state.
  private static void decay(
      Tensor decay, long place, long pair, long pairs, int dk, int dv, double[] state) {
    boolean byHead = decay.shape().size(2) == pairs;
    for (int d = 0; d < dk; d++) {
      long at = byHead ? place * pairs + pair : (place * pairs + pair) * dk + d;
      double factor = Math.exp(decay.doubleAt(at));
      for (int m = 0; m < dv; m++) {
        state[d * dv + m] *= factor;
      }
    }
  }
}
