package dev.partitura.editor.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.editor.Projects;
import dev.partitura.editor.edit.Fragment;
import dev.partitura.editor.layout.BlockTree;
import dev.partitura.editor.layout.Opening;
import dev.partitura.editor.routing.Route;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.project.Diagram.Position;
import dev.partitura.samples.SampleModels;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GraphModelTest {

  @Test
  void everySampleReadsAtAGlanceWhenFirstShown() {
    for (var sample : SampleModels.all()) {
      var network = sample.network();
      var room = new Opening.Room(660, 260);
      var opening = Opening.of(network, BlockTree.of(network), Set.of(), room, new Cancellation());
      int nodes = opening.sketch().items().size();
      double scale = scale(opening, room);
      assertTrue(nodes >= 4, sample.name() + " is drawn with " + nodes + " nodes");
      assertTrue(scale > 0.5, sample.name() + " is drawn at a scale of " + scale);
    }
  }

  private static double scale(Opening opening, Opening.Room room) {
    var extent = opening.arrangement().extent(opening.sketch());
    return Math.min(room.width() / extent.width(), room.height() / extent.height());
  }

  @Test
  void theRoomDecidesHowFarBlocksAreOpened() {
    var network = SampleModels.network("resnet50");
    var tree = BlockTree.of(network);
    int before = 0;
    for (double size : List.of(260.0, 500.0, 3000.0)) {
      var room = new Opening.Room(2 * size, size);
      int nodes =
          Opening.of(network, tree, Set.of(), room, new Cancellation()).sketch().items().size();
      assertTrue(nodes >= before, nodes + " nodes after " + before);
      before = nodes;
    }
    assertTrue(before > 60, before + " nodes in a large room");
  }

  @Test
  void theCutOfEveryPipelineIsDrawnFromTheFirst() {
    for (var sample : SampleModels.all()) {
      var network = sample.network();
      var cluster = Projects.cluster(2);
      var plan =
          Presets.plan(
              PlanPreset.parse("pipeline=2,micro-batches=4"), OpenAxes.types(network, 1), cluster);
      var tree = BlockTree.of(network);
      var cuts = new Cuts(network, plan, tree);
      var opening =
          Opening.of(network, tree, cuts.holding(), new Opening.Room(660, 260), new Cancellation());
      assertTrue(
          opening.sketch().wires().stream()
              .anyMatch(wire -> cuts.isCut(wire.value(), wire.readers())),
          sample.name());
    }
  }

  @Test
  void copiedOpsSurviveTheClipboard() {
    var project = Projects.of(SampleModels.network("lenet"));
    var ids = new HashSet<OpId>();
    project.network().ops().stream().limit(4).forEach(op -> ids.add(op.id()));
    var positions = new HashMap<OpId, Position>();
    ids.forEach(id -> positions.put(id, new Position(id.name().length() * 10, 5)));
    var fragment = Fragment.of(project, ids, positions);
    var back = FragmentText.read(FragmentText.write(fragment, project.network().opset()));
    assertEquals(fragment.ops(), back.ops());
    assertEquals(fragment.places(), back.places());
    assertEquals(fragment.initializers().keySet(), back.initializers().keySet());
  }

  @Test
  void aRouteIsNearItsOwnPoints() {
    var route = new double[] {0, 0, 100, 50, 200, 50, 300, 10};
    for (double share : List.of(0.0, 0.3, 0.5, 0.9, 1.0)) {
      assertEquals(0, Route.distance(route, Route.x(route, share), Route.y(route, share)), 0.5);
    }
    assertTrue(Route.distance(route, 150, 200) > 100);
  }
}
