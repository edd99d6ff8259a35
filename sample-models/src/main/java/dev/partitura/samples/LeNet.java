package dev.partitura.samples;

import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;

/// LeNet-5 for 28×28 pictures: 61,706 parameters. Source: LeCun et al. 1998, doi:10.1109/5.726791.
final class LeNet {
  private LeNet() {}

  static Network network() {
    var layers = new Layers("lenet", 17, SampleModels.SEED);
    var x = layers.image("image", 1, 28);
    x = tanh(layers, "conv1/tanh", layers.conv("conv1/conv", x, 1, 6, 5, 1, true));
    x = layers.averagePool("conv1/pool", x, 2, 2);
    x = tanh(layers, "conv2/tanh", layers.conv("conv2/conv", x, 6, 16, 5, 1, 0, 1, true));
    x = layers.averagePool("conv2/pool", x, 2, 2);
    x = layers.flatten("flatten", x);
    x = tanh(layers, "dense1/tanh", layers.linear("dense1/linear", x, 400, 120));
    x = tanh(layers, "dense2/tanh", layers.linear("dense2/linear", x, 120, 84));
    return layers.build(layers.linear("output/linear", x, 84, 10));
  }

  private static String tanh(Layers layers, String name, String x) {
    return layers.builder().op(name, "Tanh", Attributes.NONE, x);
  }
}
