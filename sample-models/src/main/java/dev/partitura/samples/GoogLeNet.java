package dev.partitura.samples;

import dev.partitura.engine.network.Network;

/// Nine inception modules of four branches each, batch-normalized and without the auxiliary heads:
/// 6,624,904 parameters, 1.5 GMAC. As in widely used weights, the branch of 5×5 kernels has 3×3
/// ones. Source: Szegedy et al. 2015, arXiv:1409.4842.
final class GoogLeNet {
  private final Layers layers = new Layers("googlenet", 17, SampleModels.SEED);

  private GoogLeNet() {}

  static Network network() {
    return new GoogLeNet().built();
  }

  private Network built() {
    var x = unit("stem/conv1", layers.image("image", 3, 224), 3, 64, 7, 2);
    x = layers.maxPool("stem/pool1", x, 3, 2, 0, true);
    x = unit("stem/conv2", x, 64, 64, 1, 1);
    x = unit("stem/conv3", x, 64, 192, 3, 1);
    x = layers.maxPool("stem/pool2", x, 3, 2, 0, true);
    x = inception("inception3a", x, 192, 64, 96, 128, 16, 32, 32);
    x = inception("inception3b", x, 256, 128, 128, 192, 32, 96, 64);
    x = layers.maxPool("pool3", x, 3, 2, 0, true);
    x = inception("inception4a", x, 480, 192, 96, 208, 16, 48, 64);
    x = inception("inception4b", x, 512, 160, 112, 224, 24, 64, 64);
    x = inception("inception4c", x, 512, 128, 128, 256, 24, 64, 64);
    x = inception("inception4d", x, 512, 112, 144, 288, 32, 64, 64);
    x = inception("inception4e", x, 528, 256, 160, 320, 32, 128, 128);
    x = layers.maxPool("pool4", x, 2, 2, 0, true);
    x = inception("inception5a", x, 832, 256, 160, 320, 32, 128, 128);
    x = inception("inception5b", x, 832, 384, 192, 384, 48, 128, 128);
    return layers.build(layers.classifier("head", x, 1024, 1000));
  }

  private String inception(
      String prefix,
      String x,
      int in,
      int one,
      int threeReduce,
      int three,
      int fiveReduce,
      int five,
      int pool) {
    var a = unit(prefix + "/branch1/conv", x, in, one, 1, 1);
    var b =
        unit(
            prefix + "/branch2/conv",
            unit(prefix + "/branch2/reduce", x, in, threeReduce, 1, 1),
            threeReduce,
            three,
            3,
            1);
    var c =
        unit(
            prefix + "/branch3/conv",
            unit(prefix + "/branch3/reduce", x, in, fiveReduce, 1, 1),
            fiveReduce,
            five,
            3,
            1);
    var d =
        unit(
            prefix + "/branch4/conv",
            layers.maxPool(prefix + "/branch4/pool", x, 3, 1, 1, false),
            in,
            pool,
            1,
            1);
    return layers.concat(prefix + "/concat", a, b, c, d);
  }

  private String unit(String name, String x, int in, int out, int kernel, int stride) {
    var y = layers.conv(name, x, in, out, kernel, stride, false);
    return layers.relu(name + "-relu", layers.batchNorm(name + "-norm", y, out, 1));
  }
}
