package dev.partitura.editor.palette;

import dev.partitura.editor.edit.Fragment;
import dev.partitura.editor.edit.Weights;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Blocks of several ops that the palette offers ready-made, sized to what they are put behind.
enum BlockTemplate {
  /// Convolution, batch normalization, ReLU.
  CONVOLUTION {
    @Override
    void build(Maker m, String x) {
      m.convolution("conv", x, 64, 3, true);
    }
  },
  /// Two convolutions and their input, summed. Source: He et al. 2015, arXiv:1512.03385.
  RESIDUAL {
    @Override
    void build(Maker m, String x) {
      var first = m.convolution("conv1", x, m.channels, 3, true);
      var second = m.convolution("conv2", first, m.channels, 3, false);
      m.op("relu2", "Relu", Map.of(), m.op("add", "Add", Map.of(), second, x));
    }
  },
  /// Four branches of different width, joined. Source: Szegedy et al. 2014, arXiv:1409.4842.
  INCEPTION {
    @Override
    void build(Maker m, String x) {
      long part = Math.max(8, m.channels / 4);
      var one = m.plain("branch1", x, part, 1);
      var three = m.plain("branch2b", m.plain("branch2a", x, part, 1), part, 3);
      var five = m.plain("branch3b", m.plain("branch3a", x, part, 1), part, 5);
      var pool =
          m.op(
              "pool",
              "MaxPool",
              Map.of("kernel_shape", ints(3, 3), "pads", ints(1, 1, 1, 1), "strides", ints(1, 1)),
              x);
      m.op(
          "concat",
          "Concat",
          Map.of("axis", new Attribute.IntValue(1)),
          one,
          three,
          five,
          m.plain("branch4", pool, part, 1));
    }
  },
  /// Self-attention with one head and a feed-forward layer, each with a residual sum. Source:
  /// Vaswani et al. 2017, arXiv:1706.03762.
  TRANSFORMER {
    @Override
    void build(Maker m, String x) {
      var query = m.dense("query", x, m.width, m.width);
      var key = m.dense("key", x, m.width, m.width);
      var value = m.dense("value", x, m.width, m.width);
      var turned = m.op("turn", "Transpose", Map.of("perm", ints(0, 2, 1)), key);
      var scale = m.constant("scale", (float) (1 / Math.sqrt(m.width)));
      var scores =
          m.op("scale", "Mul", Map.of(), m.op("scores", "MatMul", Map.of(), query, turned), scale);
      var weights = m.op("softmax", "Softmax", Map.of("axis", new Attribute.IntValue(-1)), scores);
      var context =
          m.dense("project", m.op("context", "MatMul", Map.of(), weights, value), m.width, m.width);
      var attended = m.normalized("norm1", m.op("add1", "Add", Map.of(), context, x));
      var hidden = m.op("relu", "Relu", Map.of(), m.dense("up", attended, m.width, 4 * m.width));
      m.normalized(
          "norm2",
          m.op("add2", "Add", Map.of(), m.dense("down", hidden, 4 * m.width, m.width), attended));
    }
  };

  abstract void build(Maker m, String x);

  /// @param input type of the value it is put behind, or null
  Fragment make(@Nullable TensorType input) {
    var shape = input == null ? null : input.shape();
    long channels = shape != null && shape.rank() > 1 && shape.isKnown(1) ? shape.size(1) : 64;
    long width = shape != null && shape.rank() > 0 && shape.isKnown(-1) ? shape.size(-1) : 64;
    var m = new Maker(name().toLowerCase(java.util.Locale.ROOT) + "1", channels, width);
    build(m, "outside");
    return Fragment.of(m.builder.build());
  }

  private static Attribute ints(long... values) {
    var list = new ArrayList<Long>();
    for (long value : values) {
      list.add(value);
    }
    return new Attribute.Ints(List.copyOf(list));
  }

  /// Puts ops under one prefix, with weights of their own.
  static final class Maker {
    final NetworkBuilder builder;
    final long channels;
    final long width;
    private final String prefix;
    private final Map<String, Long> outputs = new LinkedHashMap<>();

    Maker(String prefix, long channels, long width) {
      builder = new NetworkBuilder(prefix);
      this.prefix = prefix + "/";
      this.channels = channels;
      this.width = width;
    }

    String op(String name, String type, Map<String, Attribute> attributes, String... inputs) {
      var result = builder.op(prefix + name, type, new Attributes(attributes), inputs);
      outputs.put(result, outputs.getOrDefault(inputs[0], channels));
      return result;
    }

    private String weight(String name, String suffix, long fanIn, long... sizes) {
      var full = prefix + name + suffix;
      return builder.initializer(full, Weights.random(full, fanIn, sizes));
    }

    private String filled(String name, String suffix, float value, long size) {
      var values = new float[Math.toIntExact(size)];
      java.util.Arrays.fill(values, value);
      return builder.initializer(prefix + name + suffix, Tensor.ofFloats(values, size));
    }

    String constant(String name, float value) {
      return builder.initializer(prefix + name + ":factor", Tensor.ofFloats(new float[] {value}));
    }

    String plain(String name, String x, long out, long kernel) {
      long in = outputs.getOrDefault(x, channels);
      var weight = weight(name, ":weight", in * kernel * kernel, out, in, kernel, kernel);
      long pad = kernel / 2;
      var attributes =
          Map.of(
              "kernel_shape",
              ints(kernel, kernel),
              "pads",
              ints(pad, pad, pad, pad),
              "strides",
              ints(1, 1));
      var result =
          builder.op(
              prefix + name,
              "Conv",
              new Attributes(new java.util.TreeMap<>(attributes)),
              x,
              weight);
      outputs.put(result, out);
      return result;
    }

    String convolution(String name, String x, long out, long kernel, boolean active) {
      var convolved = plain(name, x, out, kernel);
      var norm = name.replace("conv", "norm");
      var result =
          builder.op(
              prefix + norm,
              "BatchNormalization",
              Attributes.NONE,
              convolved,
              filled(norm, ":scale", 1, out),
              filled(norm, ":bias", 0, out),
              filled(norm, ":mean", 0, out),
              filled(norm, ":variance", 1, out));
      outputs.put(result, out);
      return active ? op(name.replace("conv", "relu"), "Relu", Map.of(), result) : result;
    }

    String dense(String name, String x, long in, long out) {
      return op(name, "MatMul", Map.of(), x, weight(name, ":weight", in, in, out));
    }

    String normalized(String name, String x) {
      return op(
          name,
          "LayerNormalization",
          Map.of(),
          x,
          filled(name, ":scale", 1, width),
          filled(name, ":bias", 0, width));
    }
  }
}
