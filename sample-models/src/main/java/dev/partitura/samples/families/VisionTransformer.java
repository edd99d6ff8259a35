package dev.partitura.samples.families;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.tensor.Shape;
import java.util.List;

/// Vision transformer: patches by a convolution, a token of its own for the class, learned
/// positions, layers normalized before each part, a linear head on the class token. Source:
/// Dosovitskiy et al. 2020, arXiv:2010.11929.
final class VisionTransformer {
  private static final float EPSILON = 1e-6f;

  static final Family FAMILY =
      new Family(
          "vit",
          "Vision transformers: a picture in patches, and its class.",
          "vit:image=224,patch=16,hidden=768,layers=12,heads=12",
          List.of(
              new FamilyWord("image", 224, 1, 1 << 14, "side of the picture"),
              new FamilyWord("patch", 16, 1, 1 << 10, "side of a patch"),
              FamilyWord.width("hidden", 768, "width of a position"),
              FamilyWord.count("layers", 12, "layers"),
              FamilyWord.count("heads", 12, "heads of attention"),
              new FamilyWord("ffn", 0, 1, 1 << 24, "width of the feed-forward network; 4 hidden"),
              new FamilyWord("classes", 1000, 1, 1 << 24, "classes"),
              FamilyWord.fused()),
          "",
          false,
          VisionTransformer::network);

  private VisionTransformer() {}

  private static Network network(FamilyValues values, WeightMaker weights) {
    int image = values.number("image");
    int patch = values.number("patch");
    int hidden = values.number("hidden");
    int heads = values.number("heads");
    values.requireMultiple("image", image, "patch", patch);
    values.requireMultiple("hidden", hidden, "heads", heads);
    int patches = image / patch * (image / patch);
    int length = patches + 1;
    var blocks = new Blocks("vit", weights, values.isFused(length));
    var layers =
        new DenseLayers(
            blocks, hidden, heads, values.numberOr("ffn", 4L * hidden), length, false, EPSILON);
    var x = blocks.builder().input("image", Shape.of(-1, 3, image, image).withSymbol(0, "batch"));
    x =
        blocks
            .builder()
            .op(
                "embedding/patches",
                "Conv",
                Attributes.NONE
                    .with("kernel_shape", Attribute.Ints.of(patch, patch))
                    .with("strides", Attribute.Ints.of(patch, patch)),
                x,
                blocks.matrix(
                    "embedding.patches.weight", 3L * patch * patch, hidden, 3, patch, patch),
                blocks.vector("embedding.patches.bias", 0, 0.02, hidden));
    x = blocks.reshape("embedding/flat", x, 0, hidden, patches);
    x = blocks.transpose("embedding/transpose", x, 0, 2, 1);
    x = withClass(blocks, x, length, hidden);
    for (int layer = 1; layer <= values.number("layers"); layer++) {
      x = layers.before("layer" + layer, x);
    }
    x = layers.norm("head/norm", x);
    x = blocks.op("head/first", "Gather", "axis", 1, x, blocks.integers(0));
    x = blocks.reshape("head/class", x, 0, hidden);
    return blocks.build(blocks.project("head/linear", x, hidden, values.number("classes")));
  }

  /// Room for one more before the patches, and the class token in it.
  private static String withClass(Blocks blocks, String patches, int length, int hidden) {
    var places = blocks.matrix("embedding.positions", hidden, 1, length, hidden);
    var token = blocks.vector("embedding.class", 0, 0.02, 1, 1, hidden);
    var room = new long[length];
    for (int place = 1; place < length; place++) {
      room[place] = place - 1L;
    }
    var x = blocks.op("embedding/room", "Gather", "axis", 1, patches, blocks.integers(room));
    var first = blocks.flags("embedding.first", at -> at == 0, length, 1);
    x = blocks.op("embedding/class", "Where", first, token, x);
    return blocks.op("embedding/add", "Add", x, places);
  }
}
