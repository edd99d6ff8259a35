package dev.partitura.engine.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Ops over random shapes, split among shards in every way that their rules allow. Those that can
/// be compared with ONNX Runtime are split there too.
@NullMarked
class RandomSplitRulesTest {
  private static final int ROUNDS = 40;
  private final Random random = new Random(5);
  private final List<String> complaints = new ArrayList<>();
  private final TreeMap<String, Integer> splits = new TreeMap<>();
  private final TreeMap<String, Integer> sums = new TreeMap<>();

  /// Most sizes can be halved or cut in three.
  private long size() {
    return new long[] {1, 2, 3, 4, 5, 6, 6, 12}[random.nextInt(8)];
  }

  private Tensor floats(long... sizes) {
    var tensor = Tensor.allocate(TensorType.of(DataType.FLOAT, sizes));
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setDouble(i, random.nextInt(-16, 17) / 8.0);
    }
    return tensor;
  }

  private Tensor places(int bound, long... sizes) {
    var tensor = Tensor.allocate(TensorType.of(DataType.INT64, sizes));
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setLong(i, random.nextInt(bound));
    }
    return tensor;
  }

  private void split(String type, List<@Nullable Tensor> inputs, Object... attributes) {
    split("", type, 1, inputs, attributes);
  }

  private void split(
      String domain,
      String type,
      int outputs,
      List<@Nullable Tensor> inputs,
      Object... attributes) {
    var one = OneOp.of(type, 17, outputs, inputs, attributes);
    var op = one.op();
    var own =
        new OneOp(
            new Op(new OpId("op"), domain, type, op.inputs(), op.outputs(), op.attributes()),
            17,
            inputs);
    var whole = new ArrayList<Tensor>();
    Evaluation.of(
            Objects.requireNonNull(Operators.find(own.op())),
            OpContext.during(own.op(), 17, inputs),
            inputs)
        .forEach(tensor -> whole.add(Objects.requireNonNull(tensor)));
    var verdict = ShardOneOp.judge(own, whole, random);
    complaints.addAll(verdict.complaints());
    splits.merge(type, verdict.splits(), Integer::sum);
    sums.merge(type, verdict.sums(), Integer::sum);
  }

  private static List<@Nullable Tensor> in(@Nullable Tensor... inputs) {
    return Arrays.asList(inputs);
  }

  @Test
  void productsAndConvolutions() {
    for (int round = 0; round < ROUNDS; round++) {
      long m = size();
      long k = size();
      long n = size();
      long batch = size();
      split("MatMul", in(floats(m, k), floats(k, n)));
      split("MatMul", in(floats(batch, m, k), floats(random.nextBoolean() ? batch : 1, k, n)));
      split("MatMul", in(floats(k), floats(batch, k, n)));
      boolean turnsA = random.nextBoolean();
      boolean turnsB = random.nextBoolean();
      split(
          "Gemm",
          in(
              turnsA ? floats(k, m) : floats(m, k),
              turnsB ? floats(n, k) : floats(k, n),
              switch (random.nextInt(4)) {
                case 0 -> null;
                case 1 -> floats(n);
                case 2 -> floats(m, 1);
                default -> floats(m, n);
              }),
          "transA",
          turnsA ? 1 : 0,
          "transB",
          turnsB ? 1 : 0,
          "alpha",
          0.5f,
          "beta",
          2f);
      convolutions(batch, random.nextInt(3) == 0);
    }
    finish();
    assertTrue(sums.get("MatMul") > 0 && sums.get("Gemm") > 0 && sums.get("Conv") > 0);
    assertTrue(sums.get("ConvTranspose") > 0 && sums.get("ConvWeightGradient") > 0);
  }

  private void convolutions(long batch, boolean grouped) {
    int groups = grouped ? (int) size() : 1;
    long each = 1 + random.nextInt(3);
    long in = groups * (grouped ? each : size());
    long out = groups * (grouped ? each : size());
    var bias = random.nextBoolean() ? floats(out) : null;
    var x = floats(batch, in, 4, 5);
    split("Conv", in(x, floats(out, in / groups, 2, 3), bias), "group", groups);
    split("ConvTranspose", in(x, floats(in, out / groups, 2, 3), bias), "group", groups);
    split(
        Fused.DOMAIN,
        "ConvWeightGradient",
        1,
        in(x, floats(batch, out, 3, 3)),
        "shape",
        new long[] {out, in / groups, 2, 3},
        "kernel_shape",
        new long[] {2, 3},
        "group",
        groups);
  }

  @Test
  void attentions() {
    for (int round = 0; round < ROUNDS; round++) {
      long batch = size();
      int groups = (int) size();
      int heads = groups * (1 + random.nextInt(2));
      var mask =
          switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> floats(3, 4);
            case 2 -> floats(heads, 1, 4);
            default -> floats(batch, 1, 3, 4);
          };
      var key = floats(batch, groups, 4, 2);
      var value = floats(batch, groups, 4, 3);
      var causal = random.nextInt(2);
      split("Attention", in(floats(batch, heads, 3, 2), key, value, mask), "is_causal", causal);
      split(
          Fused.DOMAIN,
          "AttentionGradient",
          3,
          in(floats(batch, heads, 3, 2), key, value, mask, floats(batch, heads, 3, 3)),
          "is_causal",
          causal);
      split(
          "Attention",
          in(floats(batch, 3, heads * 2L), floats(batch, 4, groups * 2L), floats(batch, 4, groups)),
          "q_num_heads",
          heads,
          "kv_num_heads",
          groups);
    }
    finish();
  }

  @Test
  void whatMovesElements() {
    for (int round = 0; round < ROUNDS; round++) {
      long a = size();
      long b = size();
      long c = size();
      var x = floats(a, b, c);
      split("Transpose", in(x), "perm", new long[] {2, 0, 1});
      split("Reshape", in(x, Tensor.ofLongs(new long[] {a * b, c}, 2)));
      split("Reshape", in(x, Tensor.ofLongs(new long[] {a, 1, b * c}, 3)));
      split("Reshape", in(floats(a, b * c), Tensor.ofLongs(new long[] {0, b, 1, c}, 4)));
      split("Reshape", in(floats(a * b, c), Tensor.ofLongs(new long[] {-1, b, c}, 3)));
      split("Flatten", in(x), "axis", random.nextInt(4));
      split("Expand", in(floats(a, 1, c), Tensor.ofLongs(new long[] {2, a, b, c}, 4)));
      split("Expand", in(floats(a, b), Tensor.ofLongs(new long[] {a, b}, 2)));
      split("Gather", in(x, places((int) b, 3, 4)), "axis", 1);
      split("Concat", in(x, floats(a, b, c)), "axis", random.nextInt(3));
      split("Identity", in(x));
      split(
          Fused.DOMAIN,
          "GatherGradient",
          1,
          in(floats(a, 2, 6, c), places((int) b, 2, 6)),
          "shape",
          new long[] {a, b, c},
          "axis",
          1);
    }
    finish();
    assertTrue(sums.get("GatherGradient") > 0 && sums.get("Transpose") > 0);
    assertTrue(sums.get("Gather") > 0);
  }

  @Test
  void lossesSplitAlongTheirClasses() {
    for (int round = 0; round < ROUNDS; round++) {
      long places = size();
      long classes = 6 * size();
      var scores = floats(2, places, classes);
      var labels = places((int) classes, 2, places);
      var sums = floats(2, places, 6);
      split(Fused.DOMAIN, "ClassLogSums", 1, in(scores), "blocks", 6);
      split(Fused.DOMAIN, "LabelLogProbability", 1, in(scores, labels, sums));
      split(
          Fused.DOMAIN,
          "LabelLogProbabilityGradient",
          1,
          in(scores, labels, sums, floats(2, places)));
    }
    finish();
    assertTrue(sums.get("LabelLogProbability") > 0);
  }

  @Test
  void elementsReductionsAndNormalizations() {
    for (int round = 0; round < ROUNDS; round++) {
      long a = size();
      long b = size();
      long c = size();
      var x = floats(a, b, c);
      for (var type : List.of("Add", "Sub", "Mul", "Sum")) {
        split(type, in(x, floats(random.nextBoolean() ? a : 1, b, c)));
        split(type, in(x, floats(random.nextBoolean() ? c : 1)));
      }
      split("Neg", in(x));
      split("Where", in(mask(a, b, c), x, floats(c)));
      for (var type : List.of("ReduceMean", "ReduceMax", "ReduceSumSquare", "ReduceL1")) {
        split(type, in(x), "axes", new long[] {random.nextInt(3)}, "keepdims", random.nextInt(2));
      }
      split(
          "ReduceSum",
          in(x, Tensor.ofLongs(new long[] {random.nextInt(3)}, 1)),
          "keepdims",
          random.nextInt(2));
      split("Softmax", in(x), "axis", random.nextInt(3));
      split("LayerNormalization", in(x, floats(c), floats(c)), "axis", 2);
      split(Fused.DOMAIN, "LayerNormalizationGradient", 1, in(x, floats(c), floats(a, b, c)));
      split(
          Fused.DOMAIN,
          "LayerNormalizationWeightGradient",
          2,
          in(x, floats(a, b, c)),
          "axis",
          random.nextInt(1, 3));
      split(Fused.DOMAIN, "SoftmaxGradient", 1, in(x, floats(a, b, c)), "axis", random.nextInt(3));
      var vectors = in(floats(a, b, c), floats(b), floats(b), floats(b), positive(b));
      split("BatchNormalization", vectors);
      split("InstanceNormalization", vectors.subList(0, 3));
      split(Fused.DOMAIN, "AccumulateGradient", 1, in(x, floats(a, b, c)));
      split(
          Fused.DOMAIN,
          "SgdUpdate",
          3,
          in(x, floats(a, b, c), floats(), floats(a, b, c), positive(1)),
          "momentum",
          Tensor.allocate(TensorType.of(DataType.DOUBLE)));
    }
    finish();
    assertTrue(sums.get("Add") > 0 && sums.get("ReduceSum") > 0);
    assertEquals(0, sums.get("ReduceMax"));
    assertEquals(0, sums.get("Mul"));
  }

  private Tensor mask(long... sizes) {
    var mask = Tensor.allocate(TensorType.of(DataType.BOOL, sizes));
    for (long i = 0; i < mask.elementCount(); i++) {
      mask.setLong(i, random.nextInt(2));
    }
    return mask;
  }

  private Tensor positive(long size) {
    var tensor = floats(size);
    for (long i = 0; i < size; i++) {
      tensor.setDouble(i, 0.5 + random.nextDouble());
    }
    return tensor;
  }

  @Test
  void poolingAndItsGradients() {
    for (int round = 0; round < ROUNDS; round++) {
      var x = floats(size(), size(), 4, 4);
      var kernel = new long[] {2, 2};
      split("MaxPool", in(x), "kernel_shape", kernel);
      split("AveragePool", in(x), "kernel_shape", kernel);
      split("GlobalAveragePool", in(x));
      var gradient = floats(x.shape().size(0), x.shape().size(1), 3, 3);
      split(Fused.DOMAIN, "MaxPoolGradient", 1, in(x, gradient), "kernel_shape", kernel);
      split(Fused.DOMAIN, "AveragePoolGradient", 1, in(x, gradient), "kernel_shape", kernel);
    }
    finish();
  }

  @Test
  void whatSamplesTakesColumnsOrLooksUp() {
    for (int round = 0; round < ROUNDS; round++) {
      long batch = size();
      long c = size();
      split(
          "DeformConv",
          in(
              floats(batch, 4, 5, 6),
              floats(6, 2, 2, 2),
              floats(batch, 8, 4, 5),
              random.nextBoolean() ? null : floats(6),
              random.nextBoolean() ? null : floats(batch, 4, 4, 5)),
          "group",
          2);
      var image = Tensor.ofLongs(new long[] {3, 3}, 2);
      split("Col2Im", in(floats(batch, 4 * c, 4), image, Tensor.ofLongs(new long[] {2, 2}, 2)));
      split("STFT", in(floats(batch, 8, 1), Tensor.ofLongs(new long[] {2}, 1), floats(4)));
      split(
          "ai.onnx.preview",
          "FlexAttention",
          1,
          in(floats(batch, 4, 3, 2), floats(batch, 2, 4, 2), floats(batch, 2, 4, 3)));
      split("ai.onnx.ml", "Binarizer", 1, in(floats(batch, c)));
      split("StringConcat", in(words(batch, c), words(random.nextBoolean() ? batch : 1, c)));
      split(
          "ai.onnx.ml",
          "LabelEncoder",
          1,
          in(places(4, batch, c)),
          "keys_int64s",
          new long[] {0, 1, 2},
          "values_int64s",
          new long[] {7, 5, 3});
      split(
          "TfIdfVectorizer",
          in(places(3, batch, 6)),
          "mode",
          "TF",
          "min_gram_length",
          1,
          "max_gram_length",
          2,
          "max_skip_count",
          1,
          "ngram_counts",
          new long[] {0, 1},
          "ngram_indexes",
          new long[] {0, 1},
          "pool_int64s",
          new long[] {2, 0, 1});
    }
    finish();
  }

  private Tensor words(long... sizes) {
    var tensor = Tensor.allocate(TensorType.of(DataType.STRING, sizes));
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setString(i, Character.toString('a' + random.nextInt(9)));
    }
    return tensor;
  }

  private void finish() {
    assertEquals("", String.join("\n", complaints));
    splits.forEach((type, times) -> assertTrue(times > 0, type + " was never split"));
  }
}
