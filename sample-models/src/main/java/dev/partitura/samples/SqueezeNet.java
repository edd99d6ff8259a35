package dev.partitura.samples;

import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;

/// SqueezeNet 1.1 for 224×224 pictures: 1,235,496 parameters, 0.35 GMAC. Each fire module opens two
/// branches. Source: Iandola et al. 2016, arXiv:1602.07360.
final class SqueezeNet {
  private final Layers layers = new Layers("squeezenet", 17, SampleModels.SEED);

  private SqueezeNet() {}

  static Network network() {
    return new SqueezeNet().built();
  }

  private Network built() {
    var x =
        layers.relu(
            "stem/relu",
            layers.conv("stem/conv", layers.image("image", 3, 224), 3, 64, 3, 2, 0, 1, true));
    x = layers.maxPool("stem/pool", x, 3, 2, 0, true);
    x = fire("fire3", fire("fire2", x, 64, 16, 64), 128, 16, 64);
    x = layers.maxPool("pool3", x, 3, 2, 0, true);
    x = fire("fire5", fire("fire4", x, 128, 32, 128), 256, 32, 128);
    x = layers.maxPool("pool5", x, 3, 2, 0, true);
    x = fire("fire7", fire("fire6", x, 256, 48, 192), 384, 48, 192);
    x = fire("fire9", fire("fire8", x, 384, 64, 256), 512, 64, 256);
    x = layers.relu("head/relu", layers.conv("head/conv", x, 512, 1000, 1, 1, true));
    x = layers.builder().op("head/pool", "GlobalAveragePool", Attributes.NONE, x);
    return layers.build(layers.flatten("head/flatten", x));
  }

  private String fire(String prefix, String x, int in, int squeeze, int expand) {
    var s =
        layers.relu(
            prefix + "/squeeze-relu", layers.conv(prefix + "/squeeze", x, in, squeeze, 1, 1, true));
    var one =
        layers.relu(
            prefix + "/expand1x1-relu",
            layers.conv(prefix + "/expand1x1", s, squeeze, expand, 1, 1, true));
    var three =
        layers.relu(
            prefix + "/expand3x3-relu",
            layers.conv(prefix + "/expand3x3", s, squeeze, expand, 3, 1, true));
    return layers.concat(prefix + "/concat", one, three);
  }
}
