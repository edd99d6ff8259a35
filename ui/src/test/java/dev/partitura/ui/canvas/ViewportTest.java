package dev.partitura.ui.canvas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ViewportTest {
  private final Viewport view =
      Viewport.ofDrawing(Axis.Limits.scales(0.01, 4)).resized(800, 600).panned(30, -20);

  @Test
  void zoomKeepsThePointUnderThePointer() {
    var zoomed = view.zoomed(2.5, 300, 200);
    assertEquals(view.toWorldX(300), zoomed.toWorldX(300), 1e-9);
    assertEquals(view.toWorldY(200), zoomed.toWorldY(200), 1e-9);
    assertEquals(2.5, zoomed.scale());
  }

  @Test
  void fittingPutsABoxInTheMiddleOfItsPartOfTheScreen() {
    var box = new Box(-50, 100, 350, 200);
    var fitted = view.fitting(box, new Box(100, 50, 700, 550), 4);
    assertEquals(1.5, fitted.scale());
    assertEquals(100, fitted.toScreenX(box.left()), 1e-9);
    assertEquals(700, fitted.toScreenX(box.right()), 1e-9);
    assertEquals(300, fitted.toScreenY(150), 1e-9);
    assertEquals(1, view.fitting(box, new Box(100, 50, 700, 550), 1).scale());
  }

  @Test
  void whatIsVisibleIsWhatLiesOnTheScreen() {
    var seen = view.zoomed(2, 0, 0).visible();
    assertEquals(400, seen.width(), 1e-9);
    assertEquals(300, seen.height(), 1e-9);
    assertTrue(view.visible().contains(seen));
  }

  @Test
  void centringMovesAPointToTheMiddle() {
    var centred = view.centred(1000, -1000);
    assertEquals(400, centred.toScreenX(1000), 1e-9);
    assertEquals(300, centred.toScreenY(-1000), 1e-9);
  }
}
