package dev.partitura.editor.layout;

import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;

/// Networks written as published files are: ops named by numbers or not at all, every weight filled
/// by an op of its own.
final class PublishedNetworks {
  private final NetworkBuilder builder = new NetworkBuilder("published");
  private int ops;

  private PublishedNetworks() {}

  /// A plain chain: two and two convolutions, then three times four, with a pooling behind each.
  static Network chain() {
    var b = new PublishedNetworks();
    var x = b.builder.input("data_0", Shape.of(1, 3, 64, 64));
    int[] groups = {2, 2, 4, 4, 4};
    for (int g = 0; g < groups.length; g++) {
      for (int i = 0; i < groups[g]; i++) {
        x = b.op("Relu", b.layer("Conv", "conv" + (g + 1) + "_" + (i + 1), x));
      }
      x = b.op("MaxPool", x);
    }
    x = b.op("Flatten", x);
    for (int i = 6; i < 8; i++) {
      x = b.op("Dropout", b.op("Relu", b.layer("Gemm", "fc" + i, x)));
    }
    return b.done(b.op("Softmax", b.layer("Gemm", "fc8", x)));
  }

  /// Eight times a convolution whose result two others read and are joined.
  static Network branching() {
    var b = new PublishedNetworks();
    var x = b.builder.input("data_0", Shape.of(1, 3, 64, 64));
    x = b.op("MaxPool", b.op("Relu", b.layer("Conv", "conv1", x)));
    for (int i = 2; i < 10; i++) {
      var fire = "fire" + i + "/";
      var s = b.op("Relu", b.layer("Conv", fire + "squeeze1x1", x));
      x =
          b.op(
              "Concat",
              b.op("Relu", b.layer("Conv", fire + "expand1x1", s)),
              b.op("Relu", b.layer("Conv", fire + "expand3x3", s)));
      if (i == 3 || i == 5) {
        x = b.op("MaxPool", x);
      }
    }
    x = b.op("Relu", b.layer("Conv", "conv10", b.op("Dropout", x)));
    return b.done(b.op("Softmax", b.op("GlobalAveragePool", x)));
  }

  private String op(String type, String... inputs) {
    return builder.op("n" + ops++, type, Attributes.NONE, inputs);
  }

  private String layer(String type, String name, String x) {
    return op(type, x, made(name + "_w_0"), made(name + "_b_0"));
  }

  /// A weight that an op fills.
  private String made(String name) {
    var shape = builder.initializer(name + "_shape", Tensor.ofLongs(new long[] {8}, 1));
    return builder.op("fill " + name, "ConstantOfShape", Attributes.NONE, shape);
  }

  /// The network with the values of weights named as in the file, not after their ops.
  private Network done(String output) {
    builder.output(output);
    var network = builder.build();
    var renamed =
        network.ops().stream()
            .map(op ->
                new Op(
                    new OpId(op.name()),
                    op.domain(),
                    op.type(),
                    op.inputs().stream().map(PublishedNetworks::plain).toList(),
                    op.outputs().stream().map(PublishedNetworks::plain).toList(),
                    op.attributes()))
            .toList();
    return new Network(
        network.name(),
        network.inputs(),
        network.outputs(),
        renamed,
        network.initializers(),
        network.opsets());
  }

  private static String plain(String value) {
    return value.startsWith("fill ") ? value.substring(5).replace(":0", "") : value;
  }
}
