package dev.partitura.editor.painter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.editor.Projects;
import dev.partitura.editor.drawing.Drawing;
import dev.partitura.editor.layout.Arrangement;
import dev.partitura.editor.layout.BlockTree;
import dev.partitura.editor.layout.LayeredLayout;
import dev.partitura.editor.layout.Opening;
import dev.partitura.editor.layout.Sketcher;
import dev.partitura.editor.network.GraphModel;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.plan.Mesh;
import dev.partitura.engine.plan.Plan;
import dev.partitura.samples.SampleModels;
import dev.partitura.ui.canvas.Axis;
import dev.partitura.ui.canvas.Box;
import dev.partitura.ui.canvas.Lettering;
import dev.partitura.ui.canvas.Pen;
import dev.partitura.ui.canvas.Viewport;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CutPainterTest {
  private final Session session =
      new Session(
          Projects.of(SampleModels.network("lenet")), new Appearance(Theme.DARK, Language.ENGLISH));

  /// Ops lie on two workers by turns, so that every wire is cut, with all blocks open.
  @ParameterizedTest
  @ValueSource(doubles = {0.25, 0.4, 0.6, 0.8, 1, 1.5})
  void badgesLieOnNoNodeNoNameOfABlockAndNoOther(double scale) {
    var network = session.project().network();
    var placed = new HashMap<OpId, Integer>();
    for (var op : network.ops()) {
      placed.put(op.id(), placed.size() % 2);
    }
    var workers = List.of(Mesh.of(List.of(Projects.CPU0)), Mesh.of(List.of(Projects.CPU1)));
    session.open(session.project().withPlan(Plan.of(workers, placed, 1)), null, true);
    var tree = BlockTree.of(network);
    var sketch = Sketcher.sketch(network, tree, Set.of());
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
            .resized(4000, 3000)
            .fitting(drawing.extent(), new Box(0, 0, 4000, 3000), scale);
    var highlights =
        new Highlights(Set.of(), Set.of(), -1, -1, Map.of(), List.of(), Set.of(), false, List.of());
    var picture = new Picture(drawing, style, highlights, view, session.palette());
    var badges = new ArrayList<Box>();
    var pen = pen(badges);
    new CutPainter().paint(pen, picture);
    assertTrue(!badges.isEmpty());
    var others = new ArrayList<Box>();
    FrameTitles.of(pen, picture).forEach(title -> others.add(title.plate()));
    for (int item : picture.items()) {
      var box = drawing.box(item);
      others.add(
          new Box(
              picture.x(box.left()),
              picture.y(box.top()),
              picture.x(box.right()),
              picture.y(box.bottom())));
    }
    var covered = new HashSet<Box>();
    for (var badge : badges) {
      others.stream().filter(badge::meets).forEach(covered::add);
      others.add(badge);
    }
    assertEquals(Set.of(), covered);
  }

  /// Blocks of several are drawn as stacks, which stand out behind their first card.
  @ParameterizedTest
  @ValueSource(strings = {"resnet18", "googlenet"})
  void lettersOfWiresLieOnNoStack(String sample) {
    var network = SampleModels.network(sample);
    session.open(Projects.of(network), null, true);
    var tree = BlockTree.of(network);
    var sketch = Sketcher.sketch(network, tree, tree.paths());
    var room = new Opening.Room(1200, 700);
    var drawing =
        Drawing.of(sketch, Map.of(), LayeredLayout.arrange(sketch, room, new Cancellation()));
    var style =
        new DrawingStyle(
            drawing,
            new GraphModel(session),
            NodeColor.DEVICE,
            MeasuredTimes.NONE,
            session.texts(GraphModel.class));
    var view =
        Viewport.ofDrawing(Axis.Limits.scales(0.001, 4))
            .resized(4000, 3000)
            .fitting(drawing.extent(), new Box(0, 0, 4000, 3000), 1);
    var highlights =
        new Highlights(Set.of(), Set.of(), -1, -1, Map.of(), List.of(), Set.of(), false, List.of());
    var picture = new Picture(drawing, style, highlights, view, session.palette());
    var letters = new ArrayList<Box>();
    new ShapePainter().paint(letters(letters), picture);
    assertTrue(!letters.isEmpty());
    boolean stacked = false;
    for (int item : picture.items()) {
      var box = drawing.box(item);
      var block = drawing.items().get(item).block();
      double out = block != null && block.children().size() > 1 ? 8 : 0;
      stacked |= out > 0;
      var stack = new Box(box.left(), box.top() - out, box.right() + out, box.bottom());
      for (var letter : letters) {
        var at = Cards.world(picture, letter);
        assertFalse(stack.meets(at), () -> letter + " on " + stack);
      }
    }
    assertTrue(stacked);
  }

  /// Notes where letters stand.
  private static Pen letters(List<Box> places) {
    return (Pen)
        Proxy.newProxyInstance(
            Pen.class.getClassLoader(),
            new Class<?>[] {Pen.class},
            (self, method, given) -> {
              if (method.isDefault()) {
                return InvocationHandler.invokeDefault(self, method, given);
              }
              if (method.getName().equals("label")) {
                double size = ((Lettering) given[4]).size();
                double half = ((String) given[0]).length() * size * 0.3;
                double x = (double) given[1];
                double y = (double) given[2];
                places.add(new Box(x - half, y - size / 2, x + half, y + size / 2));
              }
              return null;
            });
  }

  /// Notes the grounds of badges.
  private static Pen pen(List<Box> grounds) {
    return (Pen)
        Proxy.newProxyInstance(
            Pen.class.getClassLoader(),
            new Class<?>[] {Pen.class},
            (self, method, given) -> {
              if (method.isDefault()) {
                return InvocationHandler.invokeDefault(self, method, given);
              }
              if (method.getName().equals("fillRound")) {
                double x = (double) given[0];
                double y = (double) given[1];
                grounds.add(new Box(x, y, x + (double) given[2], y + (double) given[3]));
              }
              return method.getName().equals("textWidth")
                  ? ((String) given[0]).length() * 6.0
                  : null;
            });
  }
}
