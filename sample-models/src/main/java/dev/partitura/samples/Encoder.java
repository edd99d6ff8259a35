package dev.partitura.samples;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;

/// Transformer encoders of plain operators. Sources: Vaswani et al. 2017, arXiv:1706.03762; Devlin
/// et al. 2018, arXiv:1810.04805.
final class Encoder {
  /// The first operator set with Gelu.
  private static final int OPSET = 20;

  private final Layers layers;
  private final int width;
  private final int heads;
  private final int length;

  private Encoder(String name, int width, int heads, int length) {
    layers = new Layers(name, OPSET, SampleModels.SEED);
    this.width = width;
    this.heads = heads;
    this.length = length;
  }

  /// Twelve layers of width 256 over 64 words out of 8,192, then 10 classes: 11,593,738 parameters.
  static Network classifier() {
    var encoder = new Encoder("transformer", 256, 8, 64);
    return encoder.layers.build(encoder.classified(12, 8192, 10));
  }

  /// Two layers of width 32 over 16 symbols out of 10, that say a symbol in each place: 26,634
  /// parameters.
  static Network copier() {
    var encoder = new Encoder("copier", 32, 4, 16);
    var x = encoder.stack(encoder.embedded("symbols", 10), 2);
    return encoder.layers.build(encoder.layers.project("head/linear", x, 32, 10));
  }

  /// A stack of BERT-base layers (width 768, 12 heads, 128 positions, 7,087,872 parameters each)
  /// over ready embeddings.
  static Network bertBase(int count) {
    var encoder = new Encoder("bert-base-" + count, 768, 12, 128);
    var x =
        encoder.layers.builder().input("embeddings", Shape.of(-1, 128, 768).withSymbol(0, "batch"));
    return encoder.layers.build(encoder.stack(x, count));
  }

  /// Words in their places.
  private String embedded(String name, int vocabulary) {
    var builder = layers.builder();
    var words =
        builder.input(
            name, new TensorType(DataType.INT64, Shape.of(-1, length).withSymbol(0, "batch")));
    var table =
        builder.initializer(
            "embedding.words",
            layers.weights().uniform("embedding.words", 0, 1.2, vocabulary, width));
    var places =
        builder.initializer(
            "embedding.positions",
            layers.weights().uniform("embedding.positions", 0, 1.2, length, width));
    var x = builder.op("embedding/words", "Gather", Attributes.NONE, table, words);
    x = builder.op("embedding/add", "Add", Attributes.NONE, x, places);
    return layers.layerNorm("embedding/norm", x, width);
  }

  private String classified(int count, int vocabulary, int classes) {
    var builder = layers.builder();
    var x = stack(embedded("words", vocabulary), count);
    var first = builder.initializer("first", Tensor.ofLongs(new long[] {0}));
    x =
        builder.op(
            "head/first",
            "Gather",
            Attributes.NONE.with("axis", new Attribute.IntValue(1)),
            x,
            first);
    return layers.linear("head/linear", x, width, classes);
  }

  private String stack(String x, int count) {
    for (int layer = 1; layer <= count; layer++) {
      var prefix = "layer" + layer;
      var attended =
          layers.add(prefix + "/attention/residual", x, attention(prefix + "/attention", x));
      x = layers.layerNorm(prefix + "/attention/norm", attended, width);
      var fed =
          layers.add(prefix + "/feedforward/residual", x, feedForward(prefix + "/feedforward", x));
      x = layers.layerNorm(prefix + "/feedforward/norm", fed, width);
    }
    return x;
  }

  private String attention(String prefix, String x) {
    var builder = layers.builder();
    var query = split(prefix, "query", x, 0, 2, 1, 3);
    var key = split(prefix, "key", x, 0, 2, 3, 1);
    var value = split(prefix, "value", x, 0, 2, 1, 3);
    var scores = builder.op(prefix + "/scores", "MatMul", Attributes.NONE, query, key);
    scores =
        builder.op(
            prefix + "/scale",
            "Mul",
            Attributes.NONE,
            scores,
            layers.scalar("attention.scale", (float) (1 / Math.sqrt((double) width / heads))));
    var shares =
        builder.op(
            prefix + "/softmax",
            "Softmax",
            Attributes.NONE.with("axis", new Attribute.IntValue(-1)),
            scores);
    var mixed = builder.op(prefix + "/mix", "MatMul", Attributes.NONE, shares, value);
    mixed = builder.op(prefix + "/merge", "Transpose", Layers.ints("perm", 0, 2, 1, 3), mixed);
    mixed =
        builder.op(
            prefix + "/flat",
            "Reshape",
            Attributes.NONE,
            mixed,
            shape("attention.flat", 0, length, width));
    return layers.project(prefix + "/output", mixed, width, width);
  }

  /// One of the three projections, cut into heads: `[N, length, width]` to `[N, heads, …]` in the
  /// order `perm`.
  private String split(String prefix, String role, String x, long... perm) {
    var projected = layers.project(prefix + "/" + role, x, width, width);
    var cut =
        layers
            .builder()
            .op(
                prefix + "/" + role + "/heads",
                "Reshape",
                Attributes.NONE,
                projected,
                shape("attention.heads", 0, length, heads, width / heads));
    return layers
        .builder()
        .op(prefix + "/" + role + "/transpose", "Transpose", Layers.ints("perm", perm), cut);
  }

  private String feedForward(String prefix, String x) {
    var wide = layers.project(prefix + "/widen", x, width, 4 * width);
    var active = layers.builder().op(prefix + "/gelu", "Gelu", Attributes.NONE, wide);
    return layers.project(prefix + "/narrow", active, 4 * width, width);
  }

  private String shape(String name, long... sizes) {
    return layers.constant(name, Tensor.ofLongs(sizes, sizes.length));
  }
}
