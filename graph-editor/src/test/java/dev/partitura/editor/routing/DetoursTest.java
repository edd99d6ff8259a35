package dev.partitura.editor.routing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.editor.drawing.Drawing;
import dev.partitura.editor.layout.Arrangement;
import dev.partitura.editor.layout.BlockTree;
import dev.partitura.editor.layout.LayeredLayout;
import dev.partitura.editor.layout.Sketcher;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.project.Diagram.Position;
import dev.partitura.samples.SampleModels;
import dev.partitura.ui.canvas.Box;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DetoursTest {
  @Test
  void aLineGoesAroundWhatLiesBetween() {
    var detours = new Detours(List.of(new Box(100, -50, 200, 50)));
    var straight = new double[] {0, 0, 300, 0};
    assertTrue(detours.isBlocked(straight, -1, -1));
    var around = detours.route(0, 0, 300, 0);
    assertFalse(detours.isBlocked(around, -1, -1));
    assertEquals(0, around[0]);
    assertEquals(300, around[around.length - 2]);
  }

  @Test
  void boxesOfARegionAreFoundAsByLookingAtAll() {
    var random = new Random(7);
    var boxes = new ArrayList<Box>();
    for (int i = 0; i < 500; i++) {
      double x = random.nextDouble() * 5000;
      double y = random.nextDouble() * 900;
      double size = random.nextInt(20) == 0 ? 2000 : 60;
      boxes.add(new Box(x, y, x + size, y + 40));
    }
    var index = new BoxIndex(boxes);
    for (int i = 0; i < 200; i++) {
      double x = random.nextDouble() * 6000 - 500;
      double y = random.nextDouble() * 1400 - 300;
      var region = new Box(x, y, x + random.nextInt(900), y + random.nextInt(300));
      assertArrayEquals(
          IntStream.range(0, boxes.size()).filter(b -> boxes.get(b).meets(region)).toArray(),
          index.meeting(region));
    }
  }

  private static int blocked(Drawing drawing) {
    var boxes = IntStream.range(0, drawing.items().size()).mapToObj(drawing::box).toList();
    var detours = new Detours(boxes);
    int count = 0;
    for (int w = 0; w < drawing.routes().size(); w++) {
      var wire = drawing.sketch().wires().get(w);
      if (detours.isBlocked(drawing.routes().get(w), wire.from(), wire.to())) {
        count++;
      }
    }
    return count;
  }

  @Test
  void noLineOfALayoutRunsThroughANode() {
    for (var name : List.of("lenet", "googlenet", "resnet50", "squeezenet")) {
      var network = SampleModels.network(name);
      var tree = BlockTree.of(network);
      for (var collapsed : List.of(Set.<String>of(), tree.paths())) {
        var sketch = Sketcher.sketch(network, tree, collapsed);
        var arrangement = LayeredLayout.arrange(sketch, new Cancellation());
        var drawing = Drawing.of(sketch, new HashMap<>(), arrangement);
        assertTrue(
            blocked(drawing) <= drawing.routes().size() / 100,
            name + ": " + blocked(drawing) + " of " + drawing.routes().size());
      }
    }
  }

  @Test
  void linesAreLedAroundANodeThatIsDroppedOnThemAndTheOthersStay() {
    var network = SampleModels.network("googlenet");
    var sketch = Sketcher.sketch(network, BlockTree.of(network), Set.of());
    var arrangement = LayeredLayout.arrange(sketch, new Cancellation());
    var first = Drawing.of(sketch, new HashMap<>(), arrangement);
    var places = new HashMap<OpId, Position>(first.positions());
    int dropped = 40;
    int under = 60;
    var route = first.routes().get(under);
    places.put(
        sketch.items().get(dropped).id(), new Position(Route.x(route, 0.5), Route.y(route, 0.5)));
    var second = Drawing.of(sketch, places, arrangement, first);
    int changed = 0;
    for (int w = 0; w < first.routes().size(); w++) {
      changed += Arrays.equals(first.routes().get(w), second.routes().get(w)) ? 0 : 1;
    }
    assertTrue(changed < first.routes().size() / 4, changed + " lines changed");
    // The node was dropped between two others: its own lines may have no room to get out.
    assertTrue(blocked(second) <= blocked(first) + 2, blocked(second) + " through nodes");
    var straight = Drawing.of(sketch, places, Arrangement.EMPTY, first);
    int few = first.routes().size() / 50;
    assertTrue(blocked(straight) <= few, blocked(straight) + " without a layout");
  }
}
