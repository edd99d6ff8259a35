package dev.partitura.samples;

import dev.partitura.engine.network.Network;
import java.util.List;

/// Residual networks for 224×224 pictures of 1000 classes; the stride of a bottleneck is in its 3×3
/// convolution. Source: He et al. 2016, arXiv:1512.03385.
public final class ResNet {
  /// Scale of the last normalization of a branch: small, so that sixteen sums in a row stay in
  /// range.
  private static final double BRANCH_SCALE = 0.4;

  private final Layers layers;
  private int channels = 64;

  private ResNet(String name) {
    layers = new Layers(name, 17, SampleModels.SEED);
  }

  /// 11,689,512 parameters, 1.8 GMAC.
  static Network resNet18() {
    return ofDepth(18);
  }

  /// 25,557,032 parameters, 4.1 GMAC.
  static Network resNet50() {
    return ofDepth(50);
  }

  /// Depths of which there is one in the paper.
  public static List<Integer> depths() {
    return List.of(18, 34, 50, 101, 152);
  }

  /// @param depth one of [#depths]
  public static Network ofDepth(int depth) {
    int[] blocks =
        switch (depth) {
          case 18 -> new int[] {2, 2, 2, 2};
          case 34, 50 -> new int[] {3, 4, 6, 3};
          case 101 -> new int[] {3, 4, 23, 3};
          case 152 -> new int[] {3, 8, 36, 3};
          default -> throw new IllegalArgumentException("No residual network has depth " + depth);
        };
    return new ResNet("resnet" + depth).network(blocks, depth >= 50);
  }

  private Network network(int[] blocks, boolean bottleneck) {
    var x = convNorm("stem", 1, layers.image("image", 3, 224), 3, 64, 7, 2, 1);
    x = layers.relu("stem/relu", x);
    x = layers.maxPool("stem/pool", x, 3, 2, 1, false);
    for (int layer = 0; layer < blocks.length; layer++) {
      for (int block = 0; block < blocks[layer]; block++) {
        var prefix = "layer" + (layer + 1) + "/block" + (block + 1);
        int stride = block == 0 && layer > 0 ? 2 : 1;
        x =
            bottleneck
                ? bottleneck(prefix, x, 64 << layer, stride)
                : basic(prefix, x, 64 << layer, stride);
      }
    }
    return layers.build(layers.classifier("head", x, channels, 1000));
  }

  private String convNorm(
      String prefix, int number, String x, int in, int out, int kernel, int stride, double scale) {
    var y = layers.conv(prefix + "/conv" + number, x, in, out, kernel, stride, false);
    return layers.batchNorm(prefix + "/norm" + number, y, out, scale);
  }

  private String basic(String prefix, String x, int width, int stride) {
    var y = layers.relu(prefix + "/relu1", convNorm(prefix, 1, x, channels, width, 3, stride, 1));
    y = convNorm(prefix, 2, y, width, width, 3, 1, BRANCH_SCALE);
    return joined(prefix, x, y, width, stride);
  }

  private String bottleneck(String prefix, String x, int width, int stride) {
    var y = layers.relu(prefix + "/relu1", convNorm(prefix, 1, x, channels, width, 1, 1, 1));
    y = layers.relu(prefix + "/relu2", convNorm(prefix, 2, y, width, width, 3, stride, 1));
    y = convNorm(prefix, 3, y, width, 4 * width, 1, 1, BRANCH_SCALE);
    return joined(prefix, x, y, 4 * width, stride);
  }

  private String joined(String prefix, String x, String branch, int width, int stride) {
    boolean identity = channels == width && stride == 1;
    var shortcut =
        identity ? x : convNorm(prefix + "/shortcut", 1, x, channels, width, 1, stride, 1);
    channels = width;
    return layers.relu(
        prefix + "/relu", layers.add(prefix + "/add", branch, shortcut), identity ? 1 : 0.5);
  }
}
