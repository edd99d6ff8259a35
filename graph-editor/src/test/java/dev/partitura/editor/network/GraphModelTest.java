package dev.partitura.editor.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.editor.GraphEditor;
import dev.partitura.editor.Projects;
import dev.partitura.editor.drawing.Route;
import dev.partitura.editor.edit.Fragment;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.project.Diagram.Position;
import dev.partitura.samples.SampleModels;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphModelTest {

  @Test
  void everySampleReadsAtAGlanceWhenFirstShown() {
    for (var sample : SampleModels.all()) {
      var network = sample.network();
      var collapsed = GraphEditor.firstDiagram(network).collapsed();
      var tree = dev.partitura.editor.layout.BlockTree.of(network);
      int nodes =
          dev.partitura.editor.layout.Sketcher.sketch(network, tree, collapsed).items().size();
      assertTrue(nodes <= 26, sample.name() + " is drawn with " + nodes + " nodes");
      assertTrue(nodes >= 4, sample.name() + " is drawn with " + nodes + " nodes");
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
