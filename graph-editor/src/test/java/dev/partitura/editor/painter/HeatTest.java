package dev.partitura.editor.painter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.editor.Projects;
import dev.partitura.editor.drawing.Drawing;
import dev.partitura.editor.layout.Arrangement;
import dev.partitura.editor.layout.BlockTree;
import dev.partitura.editor.layout.Sketcher;
import dev.partitura.editor.network.GraphModel;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.Category;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.ui.explain.Legend;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HeatTest {
  /// A matrix product among cheap ops.
  private static Network network() {
    var b = new NetworkBuilder("uneven");
    var x = b.input("x", Shape.of(64, 64));
    b.output(b.op("Relu", b.op("Softmax", b.op("MatMul", x, x))));
    return b.build();
  }

  private static DrawingStyle style(Session session, Drawing drawing, NodeColor by) {
    return new DrawingStyle(
        drawing, new GraphModel(session), by, MeasuredTimes.NONE, session.texts(GraphModel.class));
  }

  private static Drawing drawing(Network network) {
    var sketch = Sketcher.sketch(network, BlockTree.of(network), Set.of());
    return Drawing.of(sketch, Map.of(), Arrangement.EMPTY);
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void theHueOfANodeIsThatOfItsShareInTheLegend(Theme theme) {
    var session = new Session(Projects.of(network()), new Appearance(theme, Language.ENGLISH));
    var drawing = drawing(network());
    for (var by : new NodeColor[] {NodeColor.FLOPS, NodeColor.BYTES, NodeColor.MEMORY}) {
      var style = style(session, drawing, by);
      var heat = style.heat();
      double most = 0;
      for (int item = 0; item < drawing.items().size(); item++) {
        var ops = drawing.items().get(item).ops();
        if (!ops.isEmpty()) {
          double amount = heat.of(ops);
          most = Math.max(most, amount);
          assertEquals(
              Heat.hue(amount / heat.most(), session.palette()),
              style.node(item).hues().getFirst(),
              by + " " + item);
          assertEquals(heat.text(amount), style.node(item).subtitle());
        }
      }
      assertEquals(most, heat.most(), "the legend ends at the hottest node");
      assertTrue(most > 0);
    }
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void hotterIsFurtherFromTheColdHue(Theme theme) {
    var palette = theme.palette();
    var cold = Heat.hue(0, palette);
    var hot = Heat.hue(1, palette);
    assertEquals(palette.bad(), hot);
    var seen = new ArrayList<Double>();
    for (int step = 0; step <= 10; step++) {
      var hue = Heat.hue(step / 10.0, palette);
      seen.add(Math.abs(hue.getSaturation() - cold.getSaturation()));
    }
    assertTrue(seen.getLast() > 0.2);
    assertEquals(seen.getFirst(), seen.stream().min(Comparator.naturalOrder()).orElseThrow());
  }

  @Test
  void theLegendOfKindsNamesThoseThatAreDrawnInTheirHues() {
    var session = new Session(Projects.of(network()), new Appearance(Theme.DARK, Language.ENGLISH));
    var drawing = drawing(network());
    var style = style(session, drawing, NodeColor.KIND);
    assertEquals(Legend.kinds(Set.of(Category.LAYER, Category.ACTIVATION)), style.legend());
    var hues = new ArrayList<>();
    for (int item = 0; item < drawing.items().size(); item++) {
      if (!drawing.items().get(item).ops().isEmpty()) {
        hues.add(style.node(item).hues().getFirst());
      }
    }
    assertTrue(hues.contains(session.palette().category(Category.LAYER)));
    assertTrue(hues.contains(session.palette().category(Category.ACTIVATION)));
  }

  @Test
  void anOperatorThatNobodyKnowsStandsInTheLegendAsOther() {
    var b = new NetworkBuilder("foreign");
    b.output(b.op("Unheard", b.input("x", Shape.of(1, 4))));
    var network = b.build();
    var session = new Session(Projects.of(network), new Appearance(Theme.DARK, Language.ENGLISH));
    var drawing = drawing(network);
    var style = style(session, drawing, NodeColor.KIND);
    assertEquals(java.util.List.of(Legend.OTHER), style.legend());
  }
}
