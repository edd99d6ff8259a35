package dev.partitura.samples.families;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.samples.ResNet;
import java.util.List;

/// Residual networks of the depths of their paper; see [ResNet].
final class Residual {
  private static final String DEPTH = "depth";

  static final Family FAMILY =
      new Family(
          "resnet",
          "Residual image classifiers of 18, 34, 50, 101 or 152 layers.",
          "resnet:101",
          List.of(new FamilyWord(DEPTH, 50, 1, 1000, "layers: 18, 34, 50, 101 or 152")),
          DEPTH,
          false,
          (values, _) -> network(values));

  private Residual() {}

  private static Network network(FamilyValues values) {
    int depth = values.number(DEPTH);
    if (!ResNet.depths().contains(depth)) {
      throw ProblemException.of(
          "family.depth", values.text(), values.text(), depth, ResNet.depths());
    }
    return ResNet.ofDepth(depth);
  }
}
