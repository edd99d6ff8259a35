package dev.partitura.samples;

import dev.partitura.engine.network.Network;
import java.util.ArrayList;

/// Four equal branches of three convolutions between one split and one join: whatever one worker
/// does, three could do meanwhile.
final class Branches {
  private static final int BRANCHES = 4;
  private static final int DEPTH = 3;
  private static final int CHANNELS = 32;

  private Branches() {}

  static Network network() {
    var layers = new Layers("branches", 17, SampleModels.SEED);
    var stem =
        layers.relu(
            "stem/relu",
            layers.conv("stem/conv", layers.image("image", 3, 64), 3, CHANNELS, 3, 1, true));
    var ends = new ArrayList<String>();
    for (int branch = 1; branch <= BRANCHES; branch++) {
      var x = stem;
      for (int depth = 1; depth <= DEPTH; depth++) {
        var prefix = "branch" + branch + "/";
        x =
            layers.relu(
                prefix + "relu" + depth,
                layers.conv(prefix + "conv" + depth, x, CHANNELS, CHANNELS, 3, 1, true));
      }
      ends.add(x);
    }
    var joined = layers.concat("join/concat", ends.toArray(String[]::new));
    var mixed =
        layers.relu(
            "join/relu", layers.conv("join/conv", joined, BRANCHES * CHANNELS, 64, 1, 1, true));
    return layers.build(layers.classifier("head", mixed, 64, 10));
  }
}
