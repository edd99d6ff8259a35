package dev.partitura.visualizers.player;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.ui.session.Playhead;
import dev.partitura.ui.session.Session;
import dev.partitura.visualizers.timeline.Sessions;
import org.junit.jupiter.api.Test;

class PlayerModelTest {
  private final Session session = Sessions.empty();
  private final PlayerModel player = new PlayerModel(session);

  private void show() {
    session.show(Sessions.pipelineRun(session));
  }

  @Test
  void nothingPlaysWithoutARun() {
    player.togglePlaying();
    assertFalse(session.playhead().playingProperty().get());
    player.step(1);
    assertEquals(0, session.playhead().nanos());
  }

  @Test
  void aRunTakesTenSecondsUntilAPersonChooses() {
    show();
    player.togglePlaying();
    player.advance(9.9);
    assertTrue(session.playhead().playingProperty().get());
    player.advance(0.2);
    assertFalse(session.playhead().playingProperty().get());
    player.chooseSlowdown(50);
    show();
    assertEquals(50, player.slowdown());
  }

  @Test
  void itPlaysAtItsSpeedAndStopsAtTheEnd() {
    show();
    player.chooseSlowdown(1000);
    player.togglePlaying();
    player.advance(2);
    assertEquals(2_000_000, session.playhead().nanos());
    assertTrue(session.playhead().visibleProperty().get());
    player.advance(100);
    assertEquals(10_500_000, session.playhead().nanos());
    assertFalse(session.playhead().playingProperty().get());
    player.togglePlaying();
    assertEquals(0, session.playhead().nanos());
  }

  @Test
  void itBeginsAgainInALoop() {
    show();
    player.loopProperty().set(true);
    player.togglePlaying();
    player.advance(100);
    assertEquals(0, session.playhead().nanos());
    assertTrue(session.playhead().playingProperty().get());
  }

  @Test
  void aSelectedStretchIsPlayedInTenSecondsAndLoops() {
    show();
    session.playhead().rangeProperty().set(new Playhead.Range(4_000_000, 5_000_000));
    player.loopProperty().set(true);
    player.togglePlaying();
    assertEquals(4_000_000, session.playhead().nanos());
    player.advance(5);
    assertEquals(4_500_000, session.playhead().nanos());
    player.advance(5.1);
    assertEquals(4_000_000, session.playhead().nanos());
    assertTrue(session.playhead().playingProperty().get());
  }

  @Test
  void scrubbingWhileItPlaysGoesOnFromThere() {
    show();
    player.chooseSlowdown(1000);
    player.togglePlaying();
    player.advance(1);
    session.playhead().moveTo(5_000_000);
    player.advance(1);
    assertEquals(6_000_000, session.playhead().nanos());
  }

  @Test
  void stepsGoFromTaskToTask() {
    show();
    var way = new StringBuilder();
    for (int i = 0; i < 9; i++) {
      player.step(1);
      way.append(session.playhead().nanos() / 100_000).append(' ');
    }
    for (int i = 0; i < 9; i++) {
      player.step(-1);
      way.append(session.playhead().nanos() / 100_000).append(' ');
    }
    assertEquals("30 40 45 70 80 85 105 105 105 85 80 70 45 40 30 0 0 0 ", way.toString());
  }

  @Test
  void withoutMotionItJumpsFromTaskToTask() {
    show();
    session.appearance().motionProperty().set(false);
    player.chooseSlowdown(1000);
    player.togglePlaying();
    var way = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      player.advance(0.5);
      way.append(session.playhead().nanos() / 100_000).append(' ');
    }
    assertEquals("0 0 0 0 0 30 30 40 45 45 ", way.toString());
  }

  @Test
  void theClockKeepsItsUnit() {
    assertEquals("0.00\u2009ms", PlayerBar.Clock.text(0, 42_000_000));
    assertEquals("17.84\u2009ms", PlayerBar.Clock.text(17_840_000, 42_000_000));
    assertEquals("1.50\u2009s", PlayerBar.Clock.text(1_500_000_000, 42_000_000_000L));
  }
}
