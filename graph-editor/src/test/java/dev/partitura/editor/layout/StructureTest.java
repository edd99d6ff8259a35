package dev.partitura.editor.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.editor.Projects;
import dev.partitura.editor.network.NetworkFacts;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.tensor.Shape;
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
}
