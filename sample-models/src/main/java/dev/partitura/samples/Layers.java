package dev.partitura.samples;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// The layers that sample networks are made of. Op names are paths such as `layer2/block1/conv1`,
/// so that blocks collapse by prefix. It estimates the mean square of each value, from which batch
/// normalization takes its statistics: activations neither fade nor grow.
final class Layers {
  private final NetworkBuilder builder;
  private final Weights weights;
  private final Map<String, Double> meanSquares = new HashMap<>();
  private final Map<String, String> constants = new HashMap<>();

  Layers(String name, int opset, long seed) {
    builder = new NetworkBuilder(name).opset(opset);
    weights = new Weights(seed);
  }

  NetworkBuilder builder() {
    return builder;
  }

  Weights weights() {
    return weights;
  }

  /// An image input `[batch, channels, side, side]`.
  String image(String name, int channels, int side) {
    return builder.input(name, Shape.of(-1, channels, side, side).withSymbol(0, "batch"));
  }

  private double meanSquare(String value) {
    return meanSquares.getOrDefault(value, 1.0);
  }

  private String of(String value, double meanSquare) {
    meanSquares.put(value, meanSquare);
    return value;
  }

  /// Convolution by square kernels, padded so that stride 1 keeps the size.
  String conv(String name, String x, int in, int out, int kernel, int stride, boolean bias) {
    return conv(name, x, in, out, kernel, stride, kernel / 2, 1, bias);
  }

  String conv(
      String name,
      String x,
      int in,
      int out,
      int kernel,
      int stride,
      int padding,
      int groups,
      boolean bias) {
    long fanIn = (long) in / groups * kernel * kernel;
    var weight =
        builder.initializer(
            name + ".weight", weights.he(name, fanIn, out, in / groups, kernel, kernel));
    var attributes =
        ints("kernel_shape", kernel, kernel)
            .with("strides", longs(stride, stride))
            .with("pads", longs(padding, padding, padding, padding));
    if (groups > 1) {
      attributes = attributes.with("group", new Attribute.IntValue(groups));
    }
    var y =
        bias
            ? builder.op(
                name,
                "Conv",
                attributes,
                x,
                weight,
                builder.initializer(name + ".bias", weights.uniform(name + ".bias", 0, 0.05, out)))
            : builder.op(name, "Conv", attributes, x, weight);
    return of(y, 2 * meanSquare(x));
  }

  /// Batch normalization whose running statistics fit what reaches it.
  ///
  /// @param scale mean of the learned scale; below 1 at the end of a residual branch
  String batchNorm(String name, String x, int channels, double scale) {
    double variance = meanSquare(x);
    var y =
        builder.op(
            name,
            "BatchNormalization",
            Attributes.NONE.with("epsilon", new Attribute.FloatValue(1e-5f)),
            x,
            builder.initializer(
                name + ".weight", weights.uniform(name + ".weight", scale, 0.2 * scale, channels)),
            builder.initializer(name + ".bias", weights.uniform(name + ".bias", 0, 0.2, channels)),
            builder.initializer(
                name + ".running_mean",
                weights.uniform(name + ".running_mean", 0, 0.1 * Math.sqrt(variance), channels)),
            builder.initializer(
                name + ".running_var",
                weights.uniform(name + ".running_var", variance, 0.2 * variance, channels)));
    return of(y, scale * scale);
  }

  String relu(String name, String x) {
    return relu(name, x, 0.5);
  }

  /// @param kept share of the mean square that is left: half of a signal around zero, nearly all of
  ///   one that is positive anyway
  String relu(String name, String x, double kept) {
    return of(builder.op(name, "Relu", Attributes.NONE, x), kept * meanSquare(x));
  }

  /// ReLU cut off at 6.
  String relu6(String name, String x) {
    var y = builder.op(name, "Clip", Attributes.NONE, x, scalar("zero", 0), scalar("six", 6));
    return of(y, meanSquare(x) / 2);
  }

  String scalar(String name, float value) {
    return constant(name, Tensor.ofFloats(new float[] {value}));
  }

  /// A constant shared by all ops that ask for it by name.
  String constant(String name, Tensor tensor) {
    return constants.computeIfAbsent(name, _ -> builder.initializer(name, tensor));
  }

  String add(String name, String a, String b) {
    return of(builder.op(name, "Add", Attributes.NONE, a, b), meanSquare(a) + meanSquare(b));
  }

  String maxPool(String name, String x, int kernel, int stride, int padding, boolean ceil) {
    var attributes =
        ints("kernel_shape", kernel, kernel)
            .with("strides", longs(stride, stride))
            .with("pads", longs(padding, padding, padding, padding));
    if (ceil) {
      attributes = attributes.with("ceil_mode", new Attribute.IntValue(1));
    }
    return of(builder.op(name, "MaxPool", attributes, x), meanSquare(x));
  }

  String averagePool(String name, String x, int kernel, int stride) {
    return of(
        builder.op(
            name,
            "AveragePool",
            ints("kernel_shape", kernel, kernel).with("strides", longs(stride, stride)),
            x),
        meanSquare(x));
  }

  String concat(String name, String... parts) {
    double mean = Arrays.stream(parts).mapToDouble(this::meanSquare).average().orElse(1);
    return of(
        builder.op(name, "Concat", Attributes.NONE.with("axis", new Attribute.IntValue(1)), parts),
        mean);
  }

  /// Global average pooling, flattening and a linear classifier.
  String classifier(String prefix, String x, int channels, int classes) {
    var pooled = builder.op(prefix + "/pool", "GlobalAveragePool", Attributes.NONE, x);
    return linear(prefix + "/linear", flatten(prefix + "/flatten", pooled), channels, classes);
  }

  String flatten(String name, String x) {
    return builder.op(name, "Flatten", Attributes.NONE.with("axis", new Attribute.IntValue(1)), x);
  }

  /// A fully connected layer `[N, in]` to `[N, out]`, weights stored `[out, in]`.
  String linear(String name, String x, int in, int out) {
    return builder.op(
        name,
        "Gemm",
        Attributes.NONE.with("transB", new Attribute.IntValue(1)),
        x,
        builder.initializer(name + ".weight", weights.he(name, in, out, in)),
        builder.initializer(name + ".bias", weights.uniform(name + ".bias", 0, 0.05, out)));
  }

  /// A linear map of the last axis by matrix product and sum, weights stored `[in, out]`, as
  /// transformers are exported.
  String project(String name, String x, int in, int out) {
    var product =
        builder.op(
            name + "/matmul",
            "MatMul",
            Attributes.NONE,
            x,
            builder.initializer(name + ".weight", weights.linear(name, in, in, out)));
    return builder.op(
        name + "/add",
        "Add",
        Attributes.NONE,
        product,
        builder.initializer(name + ".bias", weights.uniform(name + ".bias", 0, 0.05, out)));
  }

  String layerNorm(String name, String x, int width) {
    return builder.op(
        name,
        "LayerNormalization",
        Attributes.NONE
            .with("axis", new Attribute.IntValue(-1))
            .with("epsilon", new Attribute.FloatValue(1e-5f)),
        x,
        builder.initializer(name + ".weight", weights.uniform(name + ".weight", 1, 0.1, width)),
        builder.initializer(name + ".bias", weights.uniform(name + ".bias", 0, 0.1, width)));
  }

  static Attributes ints(String name, long... values) {
    return Attributes.NONE.with(name, longs(values));
  }

  static Attribute longs(long... values) {
    return new Attribute.Ints(Arrays.stream(values).boxed().toList());
  }

  Network build(String output) {
    builder.output(output);
    return builder.build();
  }
}
