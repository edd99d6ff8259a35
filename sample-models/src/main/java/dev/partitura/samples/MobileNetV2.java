package dev.partitura.samples;

import dev.partitura.engine.network.Network;

/// Inverted residuals with depthwise convolutions for 224×224 pictures: 3,504,872 parameters, 0.3
/// GMAC. Source: Sandler et al. 2018, arXiv:1801.04381.
final class MobileNetV2 {
  /// Expansion, output channels, repeats and first stride of each group of blocks.
  private static final int[][] GROUPS = {
    {1, 16, 1, 1},
    {6, 24, 2, 2},
    {6, 32, 3, 2},
    {6, 64, 4, 2},
    {6, 96, 3, 1},
    {6, 160, 3, 2},
    {6, 320, 1, 1}
  };

  private static final double BRANCH_SCALE = 0.5;

  private final Layers layers = new Layers("mobilenetv2", 17, SampleModels.SEED);

  private MobileNetV2() {}

  static Network network() {
    return new MobileNetV2().built();
  }

  private Network built() {
    var x = convNorm("stem/conv", layers.image("image", 3, 224), 3, 32, 3, 2, 1, true);
    int channels = 32;
    for (int group = 0; group < GROUPS.length; group++) {
      for (int block = 0; block < GROUPS[group][2]; block++) {
        var prefix = "group" + (group + 1) + "/block" + (block + 1);
        x =
            block(
                prefix,
                x,
                channels,
                GROUPS[group][1],
                block == 0 ? GROUPS[group][3] : 1,
                GROUPS[group][0]);
        channels = GROUPS[group][1];
      }
    }
    x = convNorm("head/conv", x, channels, 1280, 1, 1, 1, true);
    return layers.build(layers.classifier("head", x, 1280, 1000));
  }

  private String block(String prefix, String x, int in, int out, int stride, int expansion) {
    int width = in * expansion;
    var y = expansion == 1 ? x : convNorm(prefix + "/expand", x, in, width, 1, 1, 1, true);
    y = convNorm(prefix + "/depthwise", y, width, width, 3, stride, width, true);
    y = convNorm(prefix + "/project", y, width, out, 1, 1, 1, false);
    return stride == 1 && in == out ? layers.add(prefix + "/add", x, y) : y;
  }

  private String convNorm(
      String name,
      String x,
      int in,
      int out,
      int kernel,
      int stride,
      int groups,
      boolean activation) {
    var y = layers.conv(name, x, in, out, kernel, stride, kernel / 2, groups, false);
    y = layers.batchNorm(name + "-norm", y, out, activation ? 1 : BRANCH_SCALE);
    return activation ? layers.relu6(name + "-relu6", y) : y;
  }
}
