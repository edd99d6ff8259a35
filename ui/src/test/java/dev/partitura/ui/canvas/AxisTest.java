package dev.partitura.ui.canvas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AxisTest {
  private static final double DURATION = 40e6;
  private static final Axis.Limits LIMITS = new Axis.Limits(0, 50, 0, DURATION, 0.02);
  private final Axis whole = Axis.whole(1000, LIMITS);

  @Test
  void wholeShowsAllWithAMargin() {
    assertEquals(20, whole.toScreen(0), 1e-6);
    assertEquals(980, whole.toScreen(DURATION), 1e-6);
  }

  @Test
  void zoomKeepsTheTimeUnderThePointer() {
    var view = whole;
    double time = view.toWorld(300);
    for (int i = 0; i < 60; i++) {
      view = view.zoomed(1.25, 300);
      assertEquals(time, view.toWorld(300), 1e-3 * view.unitsPerPixel() + 1e-6);
    }
    assertTrue(view.unitsPerPixel() < 1);
  }

  @Test
  void zoomingOutEndsAtTheWholeTrace() {
    var view = whole.zoomed(100, 700);
    for (int i = 0; i < 100; i++) {
      view = view.zoomed(1 / 1.3, 10);
    }
    assertEquals(whole.unitsPerPixel(), view.unitsPerPixel(), 1e-6);
    assertEquals(whole.start(), view.start(), DURATION * 0.03);
  }

  @Test
  void panStopsAtBothEnds() {
    var view = whole.zoomed(10, 500);
    assertTrue(view.panned(1e9).toScreen(0) > 0);
    assertTrue(view.panned(1e9).toScreen(0) < 100);
    assertTrue(view.panned(-1e9).toScreen(DURATION) < 1000);
    assertTrue(view.panned(-1e9).toScreen(DURATION) > 900);
  }

  @Test
  void showCentersAStretch() {
    var view = whole.showing(10e6, 12e6);
    assertEquals(100, view.toScreen(10e6), 1e-6);
    assertEquals(900, view.toScreen(12e6), 1e-6);
  }

  @Test
  void revealMovesNoFurtherThanNeeded() {
    var view = whole.showing(10e6, 12e6);
    assertEquals(view, view.revealing(11e6));
    assertEquals(900, view.revealing(20e6).toScreen(20e6), 1e-6);
    assertEquals(100, view.revealing(5e6).toScreen(5e6), 1e-6);
  }

  @Test
  void aWholeTraceStaysWholeWhenTheWindowGrows() {
    assertEquals(Axis.whole(1500, LIMITS), whole.resized(1500));
    var zoomed = whole.showing(10e6, 12e6);
    assertEquals(zoomed.unitsPerPixel(), zoomed.resized(1500).unitsPerPixel());
  }

  @Test
  void aWorldWithoutEndsIsPannedWithoutEnd() {
    var axis = new Axis(0, 1, 800, Axis.Limits.scales(0.01, 4));
    assertEquals(-1e6, axis.panned(1e6).start());
    assertEquals(axis, axis.whole());
    assertEquals(4, axis.zoomed(100, 10).scale());
    assertEquals(10, axis.zoomed(100, 10).toWorld(10), 1e-9);
    assertEquals(0.01, axis.zoomed(1e-9, 10).scale());
  }

  @Test
  void rowsOfOneSizeOnlyScroll() {
    var rows = new Axis(0, 1, 100, new Axis.Limits(1, 1, 0, 250, 0));
    assertEquals(1, rows.zoomed(3, 50).scale());
    assertEquals(150, rows.panned(-1000).start());
    assertEquals(0, rows.panned(1000).start());
    assertEquals(0, rows.panned(-1000).resized(300).start());
  }
}
