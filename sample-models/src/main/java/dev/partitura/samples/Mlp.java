package dev.partitura.samples;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.tensor.Shape;

/// Three fully connected layers over a 28×28 picture: 669,706 parameters.
final class Mlp {
  private Mlp() {}

  static Network network() {
    var layers = new Layers("mlp", 17, SampleModels.SEED);
    var x = layers.builder().input("pixels", Shape.of(-1, 784).withSymbol(0, "batch"));
    x = layers.relu("hidden1/relu", layers.linear("hidden1/linear", x, 784, 512));
    x = layers.relu("hidden2/relu", layers.linear("hidden2/linear", x, 512, 512));
    return layers.build(layers.linear("output/linear", x, 512, 10));
  }
}
