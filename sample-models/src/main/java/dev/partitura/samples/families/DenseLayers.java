package dev.partitura.samples.families;

/// Layers of attention and a feed-forward network, as GPT, BERT and vision transformers have them.
/// Query, key and value are maps of their own, so that `tensor=T` gives each shard whole heads; the
/// feed-forward network is split by columns, then by rows: two all-reduces forward a layer. Source
/// of that split: Shoeybi et al. 2019, arXiv:1909.08053.
///
/// @param hidden width of a position
/// @param inner width of the feed-forward network
/// @param length positions
/// @param causal whether a place sees none behind it
record DenseLayers(
    Blocks blocks, int hidden, int heads, int inner, int length, boolean causal, float epsilon) {
  /// Normalized before each part: `x + f(norm(x))`.
  String before(String prefix, String x) {
    var y = attention(prefix + "/attention", norm(prefix + "/attention/norm", x));
    x = blocks.op(prefix + "/attention/residual", "Add", x, y);
    y = feedForward(prefix + "/mlp", norm(prefix + "/mlp/norm", x));
    return blocks.op(prefix + "/mlp/residual", "Add", x, y);
  }

  /// Normalized behind each part: `norm(x + f(x))`.
  String behind(String prefix, String x) {
    var y = attention(prefix + "/attention", x);
    x = blocks.op(prefix + "/attention/residual", "Add", x, y);
    x = norm(prefix + "/attention/norm", x);
    y = feedForward(prefix + "/mlp", x);
    x = blocks.op(prefix + "/mlp/residual", "Add", x, y);
    return norm(prefix + "/mlp/norm", x);
  }

  String norm(String name, String x) {
    return blocks.layerNorm(name, x, hidden, epsilon);
  }

  private String attention(String prefix, String x) {
    var mixed =
        blocks.attend(
            prefix,
            heads(prefix + "/query", x, 0, 2, 1, 3),
            blocks.isFused()
                ? heads(prefix + "/key", x, 0, 2, 1, 3)
                : heads(prefix + "/key", x, 0, 2, 3, 1),
            heads(prefix + "/value", x, 0, 2, 1, 3),
            heads,
            hidden / heads,
            causal ? length : 0);
    mixed = blocks.transpose(prefix + "/merge", mixed, 0, 2, 1, 3);
    mixed = blocks.reshape(prefix + "/flat", mixed, 0, length, hidden);
    return blocks.project(prefix + "/output", mixed, hidden, hidden);
  }

  /// `[N, length, hidden]` cut into heads, its axes in that order.
  private String heads(String name, String x, long... order) {
    var y = blocks.project(name, x, hidden, hidden);
    y = blocks.reshape(name + "/heads", y, 0, length, heads, hidden / heads);
    return blocks.transpose(name + "/transpose", y, order);
  }

  private String feedForward(String prefix, String x) {
    var wide = blocks.project(prefix + "/widen", x, hidden, inner);
    var active = blocks.op(prefix + "/gelu", "Gelu", wide);
    return blocks.project(prefix + "/narrow", active, inner, hidden);
  }
}
