package dev.partitura.samples.families;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.tensor.Tensor;

/// Causal attention with rotary positions, where groups of heads share a key and a value; without
/// biases. `tensor=T` gives each shard whole groups. Sources: Su et al. 2021, arXiv:2104.09864;
/// Ainslie et al. 2023, arXiv:2305.13245.
///
/// @param groups heads of keys and values
/// @param base of the angles by which positions turn
record GroupedAttention(Blocks blocks, int hidden, int heads, int groups, int length, double base) {
  private static final String COSINES = "rotary/cosines:0";
  private static final String SINES = "rotary/sines:0";

  private int width() {
    return hidden / heads;
  }

  /// Adds what all layers turn by, `[length, width]`: ops on constants, which are folded. The
  /// halves of a vector are the two axes of its turns; the angles of the first are negative, so
  /// that the sines have the signs of a turn.
  void angles() {
    int half = width() / 2;
    var speeds = new float[2 * half];
    for (int i = 0; i < half; i++) {
      speeds[half + i] = (float) Math.pow(base, -(double) i / half);
      speeds[i] = -speeds[half + i];
    }
    var places = new long[length];
    for (int i = 0; i < length; i++) {
      places[i] = (long) blocks.past() + i;
    }
    var builder = blocks.builder();
    var place =
        blocks.op(
            "rotary/places",
            "Cast",
            "to",
            1,
            builder.initializer("rotary.places", Constant.of(Tensor.ofLongs(places, length, 1))));
    // An op and no initializer: it is not trained.
    var speed =
        builder.op(
            "rotary/speeds",
            "Constant",
            Attributes.NONE.with(
                "value", new Attribute.TensorValue(Tensor.ofFloats(speeds, 2L * half))));
    var angles = blocks.op("rotary/angles", "Mul", place, speed);
    blocks.op("rotary/cosines", "Cos", angles);
    blocks.op("rotary/sines", "Sin", angles);
  }

  String of(String prefix, String x) {
    return blocks.isFused() ? fused(prefix, x) : chained(prefix, x);
  }

  /// Heads of queries beside groups of keys, which one op matches.
  private String fused(String prefix, String x) {
    var mixed =
        blocks.attend(
            prefix,
            turned(prefix + "/query/rotary", heads(prefix + "/query", x, heads)),
            turned(prefix + "/key/rotary", heads(prefix + "/key", x, groups)),
            heads(prefix + "/value", x, groups),
            groups,
            width(),
            length);
    mixed = blocks.transpose(prefix + "/merge", mixed, 0, 2, 1, 3);
    mixed = blocks.reshape(prefix + "/flat", mixed, 0, length, hidden);
    return blocks.map(prefix + "/output", mixed, hidden, hidden);
  }

  /// `[N, heads, length, width]`.
  private String heads(String name, String x, int count) {
    var y = blocks.map(name, x, hidden, (long) count * width());
    y = blocks.reshape(name + "/heads", y, 0, length, count, width());
    return blocks.transpose(name + "/transpose", y, 0, 2, 1, 3);
  }

  private String chained(String prefix, String x) {
    int shared = heads / groups;
    int width = width();
    var query = blocks.map(prefix + "/query", x, hidden, hidden);
    query = blocks.reshape(prefix + "/query/heads", query, 0, length, groups, shared, width);
    query = blocks.transpose(prefix + "/query/transpose", query, 0, 2, 3, 1, 4);
    var key = group(prefix + "/key", x);
    key =
        turned(
            prefix + "/key/rotary",
            blocks.transpose(prefix + "/key/transpose", key, 0, 2, 3, 1, 4));
    var mixed =
        blocks.attend(
            prefix,
            turned(prefix + "/query/rotary", query),
            blocks.transpose(prefix + "/key/turn", key, 0, 1, 2, 4, 3),
            blocks.transpose(
                prefix + "/value/transpose", group(prefix + "/value", x), 0, 2, 3, 1, 4),
            groups,
            width,
            length);
    mixed = blocks.transpose(prefix + "/merge", mixed, 0, 3, 1, 2, 4);
    mixed = blocks.reshape(prefix + "/flat", mixed, 0, length, hidden);
    return blocks.map(prefix + "/output", mixed, hidden, hidden);
  }

  /// One key or value for each group, `[N, length, groups, 1, width]`.
  private String group(String name, String x) {
    var y = blocks.map(name, x, hidden, (long) groups * width());
    return blocks.reshape(name + "/heads", y, 0, length, groups, 1, width());
  }

  /// `x · cos + swapped halves of x · sin`.
  private String turned(String name, String x) {
    int half = width() / 2;
    var swap = new long[2 * half];
    for (int i = 0; i < half; i++) {
      swap[i] = i + (long) half;
      swap[half + i] = i;
    }
    var swapped = blocks.op(name + "/swap", "Gather", "axis", -1, x, blocks.integers(swap));
    return blocks.op(
        name + "/add",
        "Add",
        blocks.op(name + "/cosines", "Mul", x, COSINES),
        blocks.op(name + "/sines", "Mul", swapped, SINES));
  }
}
