package dev.partitura.editor.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.editor.Projects;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.tensor.Shape;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LayoutTest {

  /// `layers` blocks of a branch and a sum, named by `name`.
  private static Network residual(int layers, java.util.function.BinaryOperator<String> name) {
    var b = new NetworkBuilder("residual");
    var x = b.op(name.apply("", "stem"), "Relu", Attributes.NONE, b.input("x", Shape.of(1, 8)));
    for (int i = 0; i < layers; i++) {
      var layer = Integer.toString(i);
      var a = b.op(name.apply(layer, "act1"), "Relu", Attributes.NONE, x);
      var c = b.op(name.apply(layer, "act2"), "Relu", Attributes.NONE, a);
      var d = b.op(name.apply(layer, "norm"), "Sigmoid", Attributes.NONE, c);
      x = b.op(name.apply(layer, "sum"), "Add", Attributes.NONE, d, x);
    }
    b.output(b.op(name.apply("", "head"), "Relu", Attributes.NONE, x));
    return b.build();
  }

  private static Network named(int layers) {
    return residual(
        layers,
        (layer, op) -> layer.isEmpty() ? op + "/" + op : "encoder/layer" + layer + "/" + op);
  }

  @Test
  void blocksComeFromTheHierarchyOfNames() {
    var tree = BlockTree.of(named(4));
    assertEquals(
        Set.of("encoder", "encoder/layer0", "encoder/layer1", "encoder/layer2", "encoder/layer3"),
        tree.paths());
    assertEquals(4, Objects.requireNonNull(tree.find("encoder")).children().size());
    assertEquals("layer2", Objects.requireNonNull(tree.find("encoder/layer2")).label());
    assertEquals(
        List.of("encoder", "encoder/layer1"),
        tree.around(named(4).ops().get(5).id()).stream().map(Block::path).toList());
  }

  @Test
  void exporterNamesWithDotsCarryAHierarchyToo() {
    var tree =
        BlockTree.of(
            residual(
                3,
                (layer, op) ->
                    layer.isEmpty() ? op + ".out" : "encoder.layer." + layer + "." + op));
    assertTrue(
        tree.paths().stream().anyMatch(path -> path.endsWith("layer.1")), tree.paths().toString());
    var torch =
        BlockTree.of(
            residual(
                3,
                (layer, op) ->
                    layer.isEmpty()
                        ? "/" + op + "/Op"
                        : "/layer1/layer1." + layer + "/" + op + "/Op"));
    assertTrue(
        torch.paths().containsAll(Set.of("layer1", "layer1/layer1.0", "layer1/layer1.2")),
        torch.paths().toString());
  }

  @Test
  void repeatsAreFoundWhereNamesSayNothing() {
    var number = new int[1];
    var network = residual(9, (_, _) -> "n" + number[0]++);
    var tree = BlockTree.of(network);
    var stack = tree.root().children().getFirst();
    assertEquals(9, stack.children().size(), tree.paths().toString());
    assertEquals(4, stack.children().getFirst().opCount());
  }

  @Test
  void everyOpIsInExactlyOnePlaceOfTheTree() {
    for (var network :
        List.of(named(12), Projects.chain(100), residual(20, (layer, op) -> op + "_" + layer))) {
      var all = BlockTree.of(network).root().allOps();
      assertEquals(network.ops().size(), all.size());
      assertEquals(network.ops().size(), Set.copyOf(all).size());
    }
  }

  @Test
  void collapsedBlocksTakeTheEdgesOfTheirOps() {
    var network = named(3);
    var tree = BlockTree.of(network);
    var sketch =
        Sketcher.sketch(
            network, tree, Set.of("encoder/layer0", "encoder/layer1", "encoder/layer2"));
    assertEquals(
        List.of("x", "stem", "layer0", "layer1", "layer2", "head", "head/head:0"),
        sketch.items().stream().map(Item::title).toList());
    assertEquals(6, sketch.wires().size());
    assertEquals(2, sketch.wires().get(1).readers().size());
    assertEquals(1, sketch.frames().size());
  }

  @Test
  void noNodesOverlapAndEdgesRunToTheRightOrToALaterSystem() {
    var network = named(3);
    var tree = BlockTree.of(network);
    for (var collapsed : List.of(Set.<String>of(), Set.of("encoder"), Set.of("encoder/layer1"))) {
      var sketch = Sketcher.sketch(network, tree, collapsed);
      var arrangement = LayeredLayout.arrange(sketch, new Cancellation());
      for (var wire : sketch.wires()) {
        var from =
            Objects.requireNonNull(arrangement.centres().get(sketch.items().get(wire.from()).id()));
        var to =
            Objects.requireNonNull(arrangement.centres().get(sketch.items().get(wire.to()).id()));
        assertTrue(from.x() < to.x() || from.y() + 60 < to.y(), wire.toString());
      }
      for (int i = 0; i < sketch.items().size(); i++) {
        for (int j = 0; j < i; j++) {
          assertFalse(overlap(sketch.items().get(i), sketch.items().get(j), arrangement));
        }
      }
      assertEquals(
          arrangement.centres(), LayeredLayout.arrange(sketch, new Cancellation()).centres());
    }
  }

  private static boolean overlap(Item a, Item b, Arrangement arrangement) {
    var one = Objects.requireNonNull(arrangement.centres().get(a.id()));
    var two = Objects.requireNonNull(arrangement.centres().get(b.id()));
    return Math.abs(one.x() - two.x()) < (a.width() + b.width()) / 2
        && Math.abs(one.y() - two.y()) < (a.height() + b.height()) / 2;
  }
}
