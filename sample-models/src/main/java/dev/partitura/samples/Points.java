package dev.partitura.samples;

import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.tensor.Shape;

/// Three fully connected layers that part the points of a plane into two classes: 1,218 parameters.
final class Points {
  private static final int WIDTH = 32;

  private Points() {}

  static Network network() {
    var layers = new Layers("points", 17, SampleModels.SEED);
    var x = layers.builder().input("point", Shape.of(-1, 2).withSymbol(0, "batch"));
    x = tanh(layers, "hidden1", layers.linear("hidden1/linear", x, 2, WIDTH));
    x = tanh(layers, "hidden2", layers.linear("hidden2/linear", x, WIDTH, WIDTH));
    return layers.build(layers.linear("output/linear", x, WIDTH, 2));
  }

  private static String tanh(Layers layers, String prefix, String x) {
    return layers.builder().op(prefix + "/tanh", "Tanh", Attributes.NONE, x);
  }
}
