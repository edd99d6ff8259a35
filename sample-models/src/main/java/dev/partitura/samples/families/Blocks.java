package dev.partitura.samples.families;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.ConstantSource;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/// What transformers are made of, of few large ops; their names are paths such as
/// `layer3/attention/query/matmul`, so that blocks fold by prefix.
final class Blocks {
  /// The first operator set with Gelu.
  private static final int OPSET = 20;

  /// The first operator set with Attention.
  private static final int OPSET_OF_ATTENTION = 23;

  /// What a masked score becomes: its share is 0 in float32.
  private static final float MASKED = -1e9f;

  private final NetworkBuilder builder;
  private final WeightMaker weights;
  private final boolean fused;
  private final Positions positions;
  private final Map<String, String> shared = new HashMap<>();

  Blocks(String name, WeightMaker weights) {
    this(name, weights, false);
  }

  Blocks(String name, WeightMaker weights, boolean fused) {
    this(name, weights, fused, Positions.ALL);
  }

  /// @param fused whether attention is one op, as it is where keys and values of the past are there
  Blocks(String name, WeightMaker weights, boolean fused, Positions positions) {
    builder = new NetworkBuilder(name).opset(fused ? OPSET_OF_ATTENTION : OPSET);
    this.weights = weights;
    this.fused = fused;
    this.positions = positions;
  }

  /// Whether attention is one op that stores no scores.
  boolean isFused() {
    return fused;
  }

  /// Positions behind which those of this network stand.
  int past() {
    return positions.past();
  }

  /// Of `[N, length, width]` the last position alone where no other is asked for.
  String last(String x, int length) {
    return positions.lastWord() && length > 1
        ? op("head/last", "Gather", "axis", 1, x, integers(length - 1))
        : x;
  }

  NetworkBuilder builder() {
    return builder;
  }

  Network build(String output) {
    builder.output(output);
    return builder.build();
  }

  /// Whole numbers `[batch, length]`.
  String words(String name, int length) {
    return builder.input(
        name, new TensorType(DataType.INT64, Shape.of(-1, length).withSymbol(0, "batch")));
  }

  String op(String name, String type, String... inputs) {
    return builder.op(name, type, Attributes.NONE, inputs);
  }

  String op(String name, String type, String attribute, long value, String... inputs) {
    return builder.op(
        name, type, Attributes.NONE.with(attribute, new Attribute.IntValue(value)), inputs);
  }

  String transpose(String name, String x, long... order) {
    return builder.op(name, "Transpose", Attributes.NONE.with("perm", Attribute.Ints.of(order)), x);
  }

  String reshape(String name, String x, long... sizes) {
    return op(name, "Reshape", x, integers(sizes));
  }

  /// Whole numbers that every op asking for the same shares.
  String integers(long... values) {
    var key = "sizes/" + Arrays.toString(values);
    return shared.computeIfAbsent(
        key, _ -> builder.initializer("sizes", Tensor.ofLongs(values, values.length)));
  }

  /// A number that every op asking for the same shares.
  String number(String name, float value) {
    return shared.computeIfAbsent(
        name, _ -> builder.initializer(name, Tensor.ofFloats(new float[] {value})));
  }

  String matrix(String name, long fanIn, long... sizes) {
    return builder.initializer(name, weights.linear(name, fanIn, sizes));
  }

  String vector(String name, double mean, double spread, long... sizes) {
    return builder.initializer(name, weights.around(name, mean, spread, sizes));
  }

  /// A linear map of the last axis, its weight stored `[in, out]`.
  String map(String name, String x, long in, long out) {
    return op(name + "/matmul", "MatMul", x, matrix(name + ".weight", in, in, out));
  }

  /// A linear map with a bias behind it.
  String project(String name, String x, long in, long out) {
    return op(name + "/add", "Add", map(name, x, in, out), vector(name + ".bias", 0, 0.02, out));
  }

  String layerNorm(String name, String x, int width, float epsilon) {
    return builder.op(
        name,
        "LayerNormalization",
        Attributes.NONE
            .with("axis", new Attribute.IntValue(-1))
            .with("epsilon", new Attribute.FloatValue(epsilon)),
        x,
        vector(name + ".weight", 1, 0.1, width),
        vector(name + ".bias", 0, 0.02, width));
  }

  String rmsNorm(String name, String x, int width) {
    return builder.op(
        name,
        "RMSNormalization",
        Attributes.NONE
            .with("axis", new Attribute.IntValue(-1))
            .with("epsilon", new Attribute.FloatValue(1e-5f)),
        x,
        vector(name + ".weight", 1, 0.1, width));
  }

  /// Attention of heads `[N, heads, length, width]`, or of groups of heads that share keys and
  /// values, `[N, groups, heads, length, width]`; a place sees itself and those before it where
  /// `length` is above 0.
  ///
  /// @param query in the layout of the result
  /// @param key with its last two axes swapped, unless attention is one op
  /// @param groups of heads that share keys and values
  /// @param length of a causal mask, or 0
  String attend(
      String name, String query, String key, String value, int groups, int width, int length) {
    if (positions.past() > 0) {
      return op(
          name + "/fused",
          "Attention",
          "is_causal",
          1,
          query,
          key,
          value,
          "",
          kept(name + ".past_key", groups, width),
          kept(name + ".past_value", groups, width));
    }
    if (fused) {
      return op(name + "/fused", "Attention", "is_causal", length > 0 ? 1 : 0, query, key, value);
    }
    var scaled =
        op(
            name + "/scale",
            "Mul",
            query,
            number("attention.scale", (float) (1 / Math.sqrt(width))));
    var scores = op(name + "/scores", "MatMul", scaled, key);
    if (length > 0) {
      scores =
          op(name + "/mask", "Where", causal(length), scores, number("attention.masked", MASKED));
    }
    var shares = op(name + "/softmax", "Softmax", "axis", -1, scores);
    return op(name + "/mix", "MatMul", shares, value);
  }

  /// What was kept of the positions before, `[texts, groups, past, width]`.
  private String kept(String name, int groups, int width) {
    return matrix(name, width, positions.batch(), groups, positions.past(), width);
  }

  /// What a place may see: `[length, length]`.
  private String causal(int length) {
    return flags("attention.causal", at -> at % length <= at / length, length, length);
  }

  /// True and false for each element by its number, made when it is wanted.
  String flags(String name, LongPredicate isTrue, long... sizes) {
    var type = TensorType.of(DataType.BOOL, sizes);
    return shared.computeIfAbsent(
        name,
        _ ->
            builder.initializer(
                name,
                new Constant(
                    type, new ConstantSource.Derived(List.of(), _ -> flags(type, isTrue)))));
  }

  private static Tensor flags(TensorType type, LongPredicate isTrue) {
    var flags = Tensor.allocate(type);
    for (long at = 0; at < flags.elementCount(); at++) {
      flags.setLong(at, isTrue.test(at) ? 1 : 0);
    }
    return flags;
  }
}
