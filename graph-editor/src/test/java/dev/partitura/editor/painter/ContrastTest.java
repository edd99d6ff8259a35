package dev.partitura.editor.painter;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.editor.Projects;
import dev.partitura.editor.drawing.Drawing;
import dev.partitura.editor.layout.Arrangement;
import dev.partitura.editor.layout.BlockTree;
import dev.partitura.editor.layout.Sketcher;
import dev.partitura.editor.network.GraphModel;
import dev.partitura.engine.plan.Plan;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Palette;
import dev.partitura.ui.theme.Theme;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Nodes stand out from the canvas by 3 : 1 or more, whatever their colour says.
class ContrastTest {
  private static final double LEAST = 3;

  @Test
  void nodesStandOutFromTheCanvasInBothThemes() {
    var network = Projects.chain(3);
    var sketch = Sketcher.sketch(network, BlockTree.of(network), Set.of());
    var drawing = Drawing.of(sketch, Map.of(), Arrangement.EMPTY);
    var cluster = Projects.cluster(8);
    for (var theme : Theme.values()) {
      for (var device : cluster.devices()) {
        var project = Projects.of(network).withCluster(cluster).withPlan(Plan.single(device.id()));
        var session = new Session(project, new Appearance(theme, Language.ENGLISH));
        var model = new GraphModel(session);
        for (var by : NodeColor.values()) {
          var style =
              new DrawingStyle(
                  drawing, model, by, MeasuredTimes.NONE, session.texts(GraphModel.class));
          for (int item = 0; item < sketch.items().size(); item++) {
            var node = style.node(item);
            var canvas = session.palette().canvas();
            var what = theme + " " + device.id() + " " + by + " " + item;
            assertTrue(Palette.contrast(node.border(), canvas) >= LEAST, what);
            for (var fill : node.fills()) {
              assertTrue(Palette.contrast(fill, canvas) >= LEAST, what);
            }
            assertTrue(
                Palette.contrast(session.palette().text(), node.ground()) >= 4.5, what + " text");
          }
        }
      }
    }
  }
}
