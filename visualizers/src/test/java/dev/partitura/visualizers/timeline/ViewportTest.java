package dev.partitura.visualizers.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ViewportTest {
  private static final double DURATION = 40e6;
  private final Viewport whole = Viewport.whole(DURATION, 1000);

  @Test
  void wholeShowsAllWithAMargin() {
    assertEquals(20, whole.x(0), 1e-6);
    assertEquals(980, whole.x(DURATION), 1e-6);
  }

  @Test
  void zoomKeepsTheTimeUnderThePointer() {
    var view = whole;
    double time = view.nanos(300);
    for (int i = 0; i < 60; i++) {
      view = view.zoom(0.8, 300);
      assertEquals(time, view.nanos(300), 1e-3 * view.nanosPerPixel() + 1e-6);
    }
    assertTrue(view.nanosPerPixel() < 1);
  }

  @Test
  void zoomingOutEndsAtTheWholeTrace() {
    var view = whole.zoom(0.01, 700);
    for (int i = 0; i < 100; i++) {
      view = view.zoom(1.3, 10);
    }
    assertEquals(whole.nanosPerPixel(), view.nanosPerPixel(), 1e-6);
    assertEquals(whole.startNanos(), view.startNanos(), DURATION * 0.03);
  }

  @Test
  void panStopsAtBothEnds() {
    var view = whole.zoom(0.1, 500);
    assertTrue(view.pan(-1e9).x(0) > 0);
    assertTrue(view.pan(-1e9).x(0) < 100);
    assertTrue(view.pan(1e9).x(DURATION) < 1000);
    assertTrue(view.pan(1e9).x(DURATION) > 900);
  }

  @Test
  void showCentersAStretch() {
    var view = whole.show(10e6, 12e6);
    assertEquals(100, view.x(10e6), 1e-6);
    assertEquals(900, view.x(12e6), 1e-6);
  }

  @Test
  void revealMovesNoFurtherThanNeeded() {
    var view = whole.show(10e6, 12e6);
    assertEquals(view, view.reveal(11e6));
    assertEquals(900, view.reveal(20e6).x(20e6), 1e-6);
    assertEquals(100, view.reveal(5e6).x(5e6), 1e-6);
  }

  @Test
  void aWholeTraceStaysWholeWhenTheWindowGrows() {
    assertEquals(Viewport.whole(DURATION, 1500), whole.resize(1500));
    var zoomed = whole.show(10e6, 12e6);
    assertEquals(zoomed.nanosPerPixel(), zoomed.resize(1500).nanosPerPixel());
  }

  @Test
  void ticksAreRoundAndFarEnoughApart() {
    assertEquals("0 ms 5 ms 10 ms 15 ms 20 ms 25 ms 30 ms 35 ms 40 ms", labels(whole));
    assertEquals("10.0 ms 10.5 ms 11.0 ms 11.5 ms 12.0 ms", labels(whole.show(10e6, 12e6)));
    assertEquals("0 ns 20 ns 40 ns 60 ns 80 ns 100 ns", labels(Viewport.whole(100, 1000)));
    assertEquals("0.0 s 0.5 s 1.0 s 1.5 s 2.0 s 2.5 s 3.0 s", labels(Viewport.whole(3e9, 1000)));
  }

  private static String labels(Viewport view) {
    var ticks = Ticks.of(view);
    var text = new StringBuilder();
    for (int i = 0; i < ticks.count(); i++) {
      text.append(i == 0 ? "" : " ").append(ticks.label(ticks.nanos(i)).replace('\u2009', ' '));
    }
    return text.toString();
  }
}
