package dev.partitura.editor.canvas;

import dev.partitura.editor.painter.NodeColor;
import dev.partitura.ui.explain.Legend;
import dev.partitura.ui.session.Session;
import javafx.beans.binding.Bindings;

/// What the hues of the graph mean while they tell kinds of ops apart: the kinds that are drawn.
public final class KindLegend {
  private KindLegend() {}

  public static Legend of(Session session, GraphCanvas canvas) {
    var legend = new Legend(session.texts(Legend.class));
    legend.setId("kind-legend");
    canvas.legendProperty().addListener((_, _, entries) -> legend.show(entries));
    legend.show(canvas.legendProperty().get());
    legend.visibleProperty().bind(Bindings.equal(canvas.nodeColorProperty(), NodeColor.KIND));
    legend.managedProperty().bind(legend.visibleProperty());
    return legend;
  }
}
