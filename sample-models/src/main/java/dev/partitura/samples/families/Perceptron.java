package dev.partitura.samples.families;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.tensor.Shape;
import java.util.List;

/// Fully connected layers with ReLU between them.
final class Perceptron {
  static final String WIDTHS = "widths";
  private static final List<Integer> USUAL = List.of(784, 512, 512, 10);

  static final Family FAMILY =
      new Family(
          "mlp",
          "Fully connected layers with ReLU between.",
          "mlp:widths=784-4096-4096-10",
          List.of(new FamilyWord(WIDTHS, 0, 1, 1 << 24, "features of the input and of each layer")),
          WIDTHS,
          false,
          Perceptron::network);

  private Perceptron() {}

  private static Network network(FamilyValues values, WeightMaker weights) {
    var widths = values.widths().isEmpty() ? USUAL : values.widths();
    var blocks = new Blocks("mlp", weights);
    var x =
        blocks.builder().input("features", Shape.of(-1, widths.getFirst()).withSymbol(0, "batch"));
    for (int layer = 1; layer < widths.size(); layer++) {
      var name = "layer" + layer;
      long in = widths.get(layer - 1);
      long out = widths.get(layer);
      x =
          blocks
              .builder()
              .op(
                  name + "/linear",
                  "Gemm",
                  Attributes.NONE.with("transB", new Attribute.IntValue(1)),
                  x,
                  blocks.matrix(name + ".weight", in, out, in),
                  blocks.vector(name + ".bias", 0, 0.02, out));
      x = layer < widths.size() - 1 ? blocks.op(name + "/relu", "Relu", x) : x;
    }
    return blocks.build(x);
  }
}
