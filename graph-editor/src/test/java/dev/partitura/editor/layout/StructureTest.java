package dev.partitura.editor.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.editor.Projects;
import dev.partitura.editor.network.NetworkFacts;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Structure is found in files whose names say nothing.
class StructureTest {
  private static List<String> labels(Network network) {
    return BlockTree.of(network).root().children().stream().map(Block::label).toList();
  }

  @Test
  void aPlainChainIsCutBehindEachPoolingAndBlocksAreCalledByTheirWeights() {
    assertEquals(
        List.of("conv1", "conv2", "conv3", "conv4", "conv5", "fc6", "fc7"),
        labels(PublishedNetworks.chain()));
  }

  @Test
  void branchesThatRepeatBecomeBlocks() {
    var tree = BlockTree.of(PublishedNetworks.branching());
    var all = tree.paths().stream().map(path -> Objects.requireNonNull(tree.find(path))).toList();
    for (int i = 2; i < 10; i++) {
      var label = "fire" + i;
      assertEquals(1, all.stream().filter(block -> block.label().equals(label)).count(), label);
    }
  }

  /// No two stretches of the chain are alike.
  @Test
  void aLongChainInWhichNothingRepeatsIsCutIntoReadablePieces() {
    var types = List.of("Relu", "Sigmoid", "Tanh", "Exp", "Abs", "Neg");
    var random = new java.util.Random(5);
    var b = new NetworkBuilder("flat");
    var x = b.input("x", Shape.of(1, 8));
    var seen = new java.util.HashSet<String>();
    var last = "";
    for (int i = 0; i < 60; ) {
      var type = types.get(random.nextInt(types.size()));
      if (last.isEmpty() || seen.add(last + " " + type)) {
        x = b.op("n" + i++, type, Attributes.NONE, x);
        last = last.substring(last.lastIndexOf(' ') + 1) + " " + type;
      }
    }
    b.output(x);
    var root = BlockTree.of(b.build()).root();
    assertTrue(root.ops().size() < 12, root.ops()::toString);
    assertEquals(60, root.ops().size() + root.children().stream().mapToInt(Block::opCount).sum());
    assertTrue(
        root.children().stream().allMatch(block -> block.opCount() <= 24),
        labels(b.build())::toString);
    assertTrue(
        labels(b.build()).stream().anyMatch(label -> label.matches("[A-Z].*\\.\\.[A-Z].*")),
        labels(b.build())::toString);
    assertEquals(labels(b.build()).size(), Set.copyOf(labels(b.build())).size());
  }

  @Test
  void unitsThatAddWhatWentAroundThemAreResidual() {
    var b = new NetworkBuilder("units");
    var x = b.input("x", Shape.of(1, 4, 8, 8));
    for (int i = 0; i < 6; i++) {
      var w = b.initializer("w" + i, Tensor.ofFloats(new float[16], 4, 4, 1, 1));
      var conv = b.op("c" + i, "Conv", Attributes.NONE, x, w);
      x = b.op("s" + i, "Sum", Attributes.NONE, b.op("r" + i, "Relu", Attributes.NONE, conv), x);
    }
    b.output(x);
    assertTrue(
        BlockTree.of(b.build()).paths().stream()
            .anyMatch(path ->
                Objects.requireNonNull(BlockTree.of(b.build()).find(path))
                    .label()
                    .equals("residual 1")),
        labels(b.build())::toString);
  }

  @Test
  void opsThatMakeWeightsArePartOfTheirReader() {
    var network = PublishedNetworks.chain();
    var tree = BlockTree.of(network);
    var sketch = Sketcher.sketch(network, tree, Set.of(BlockTree.WEIGHTS));
    assertTrue(
        sketch.items().stream().noneMatch(item -> item.title().contains("fill")),
        "makers are drawn");
    var first = Objects.requireNonNull(sketch.find(new OpId("n0")));
    assertEquals(3, first.ops().size());
    assertEquals(List.of(new OpId("n0")), first.chosen());
    assertEquals(1, first.inSlots().size());
    assertEquals(3, tree.withMakers(first.chosen()).size());
    var opened = Sketcher.sketch(network, tree, Set.of());
    assertEquals(network.ops().size() + 2, opened.items().size());
  }

  @Test
  void madeWeightsCountAsParameters() {
    var facts = NetworkFacts.of(PublishedNetworks.chain(), 1);
    assertEquals(16, facts.parameters(List.of(new OpId("n0"))));
    assertEquals(64, facts.parameterBytes(new OpId("n0")));
    assertEquals(0, facts.parameterBytes(new OpId("fill conv1_1_w_0")));
    assertEquals(0, facts.outputBytes(new OpId("fill conv1_1_w_0")));
  }

  @Test
  void anOpThatWaitsForAnEdgeMakesNoWeights() {
    var b = new NetworkBuilder("drawn");
    var x = b.input("x", Shape.of(1, 8));
    var loose = b.op("Relu", "");
    b.output(b.op("Add", x, loose));
    assertFalse(BlockTree.of(b.build()).hasMakers());
  }

  @Test
  void opsWhoseNamesAreNumbersAreCalledByTypeAndNumber() {
    var network = PublishedNetworks.chain();
    var sketch = Sketcher.sketch(network, BlockTree.of(network), Set.of(BlockTree.WEIGHTS));
    assertEquals("Conv 3", Objects.requireNonNull(sketch.find(new OpId("n5"))).title());
    assertEquals("MaxPool 1", Objects.requireNonNull(sketch.find(new OpId("n4"))).title());
    var named = Projects.chain(3);
    assertEquals(named.ops().getFirst().name(), BlockTree.of(named).title(named.ops().getFirst()));
  }

  /// The name of a device before every weight is the name of no block.
  @Test
  void whatAllWeightsAreCalledTellsNoBlockApart() {
    var b = new NetworkBuilder("placed");
    var x = b.input("x", Shape.of(1, 8));
    for (var layers : List.of(List.of("conv1_a", "conv1_b"), List.of("conv2", "conv3", "conv4"))) {
      for (var layer : layers) {
        var weight = b.initializer("gpu_0/" + layer + "_w", Tensor.ofFloats(new float[8], 8));
        x = b.op("n" + layer, "Mul", Attributes.NONE, x, weight);
        x = b.op("r" + layer, "Relu", Attributes.NONE, x);
      }
      x = b.op("p" + layers.size(), "Flatten", Attributes.NONE, x);
    }
    b.output(x);
    var labels = labels(b.build());
    assertFalse(labels.contains("gpu_0"), labels::toString);
  }

  @Test
  void aStackOfBlocksIsCalledByItsFirstAndTheNumberOfItsLast() {
    assertEquals("residual 4 … 10", BlockLabels.range("residual 4", "residual 10"));
    assertEquals("layer1.0 … layer2.3", BlockLabels.range("layer1.0", "layer2.3"));
    assertEquals("conv 1 … conv10", BlockLabels.range("conv 1", "conv10"));
  }
}
