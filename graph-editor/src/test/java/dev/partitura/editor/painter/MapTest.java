package dev.partitura.editor.painter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.editor.Projects;
import dev.partitura.editor.drawing.Drawing;
import dev.partitura.editor.layout.Arrangement;
import dev.partitura.editor.layout.BlockTree;
import dev.partitura.editor.layout.Sketcher;
import dev.partitura.editor.network.GraphModel;
import dev.partitura.engine.task.EdgeKind;
import dev.partitura.ui.canvas.Axis;
import dev.partitura.ui.canvas.Box;
import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.canvas.Viewport;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What is asked for is seen from afar too, where nodes are but pixels.
class MapTest {
  @Test
  void dependencesAreDrawnOnTheMap() {
    var network = Projects.chain(3);
    var session = new Session(Projects.of(network), new Appearance(Theme.DARK, Language.ENGLISH));
    var sketch = Sketcher.sketch(network, BlockTree.of(network), Set.of());
    var drawing = Drawing.of(sketch, Map.of(), Arrangement.EMPTY);
    var style =
        new DrawingStyle(
            drawing,
            new GraphModel(session),
            NodeColor.DEVICE,
            MeasuredTimes.NONE,
            session.texts(GraphModel.class));
    var view =
        Viewport.ofDrawing(Axis.Limits.scales(0.001, 4))
            .resized(400, 300)
            .fitting(drawing.extent().grown(20_000), new Box(0, 0, 400, 300), 1);
    assertEquals(0, drawn(drawing, style, view, session, List.of()));
    assertTrue(
        drawn(drawing, style, view, session, List.of(new Dependences.Arrow(1, 3, EdgeKind.WAR)))
            > 0);
  }

  /// How many lines are drawn.
  private static int drawn(
      Drawing drawing,
      DrawingStyle style,
      Viewport view,
      Session session,
      List<Dependences.Arrow> arrows) {
    var highlights =
        new Highlights(Set.of(), Set.of(), -1, -1, Map.of(), List.of(), Set.of(), false, arrows);
    var picture = new Picture(drawing, style, highlights, view, session.palette());
    assertTrue(picture.isMap());
    var calls = new ArrayList<String>();
    var pen =
        (Pen)
            Proxy.newProxyInstance(
                Pen.class.getClassLoader(),
                new Class<?>[] {Pen.class},
                (_, method, _) -> {
                  calls.add(method.getName());
                  return method.getReturnType() == double.class ? 1.0 : null;
                });
    GraphPainter.paint(pen, picture);
    return (int) calls.stream().filter(Set.of("curves", "arrow", "line", "path")::contains).count();
  }
}
