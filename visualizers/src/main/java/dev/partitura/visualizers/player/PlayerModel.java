package dev.partitura.visualizers.player;

import dev.partitura.engine.trace.Trace;
import dev.partitura.ui.session.Playhead;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;

/// Moves the playhead through the current run. Used on one thread; whoever shows it calls
/// [#advance] while it plays.
public final class PlayerModel {
  /// Speeds to choose from, as the whole number that the time of the trace is divided by.
  static final List<Integer> SLOWDOWNS = List.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000);

  /// How long a run takes to watch unless a person chooses a speed.
  private static final double SECONDS_TO_WATCH = 8;

  private final Session session;
  private final Playhead playhead;
  private final BooleanProperty loop = new SimpleBooleanProperty(this, "loop");
  private final ReadOnlyLongWrapper duration = new ReadOnlyLongWrapper(this, "duration");
  private boolean speedChosen;
  private double position;

  public PlayerModel(Session session) {
    this.session = session;
    playhead = session.playhead();
    session.currentRunProperty().addListener((_, _, run) -> open(run));
    playhead.playingProperty().addListener((_, _, playing) -> begin(playing));
    open(session.currentRun());
  }

  private void open(@Nullable Run run) {
    playhead.playingProperty().set(false);
    duration.set(run == null ? 0 : run.trace().durationNanos());
    if (run != null && !speedChosen) {
      playhead.speedProperty().set(1.0 / slowdown(duration.get()));
    }
  }

  /// The slowdown that comes nearest to a comfortable length.
  private static int slowdown(long durationNanos) {
    double wanted = SECONDS_TO_WATCH / Math.max(1e-9, durationNanos / 1e9);
    int best = SLOWDOWNS.getFirst();
    for (int candidate : SLOWDOWNS) {
      if (Math.abs(Math.log(candidate / wanted)) < Math.abs(Math.log(best / wanted))) {
        best = candidate;
      }
    }
    return best;
  }

  /// End of the current run; 0 without one.
  public ReadOnlyLongProperty durationProperty() {
    return duration.getReadOnlyProperty();
  }

  /// Whether it begins again at the end.
  public BooleanProperty loopProperty() {
    return loop;
  }

  public void chooseSlowdown(int factor) {
    speedChosen = true;
    playhead.speedProperty().set(1.0 / factor);
  }

  /// The slowdown that is set, as a whole number.
  public int slowdown() {
    return (int) Math.round(1 / playhead.speedProperty().get());
  }

  public void togglePlaying() {
    playhead.playingProperty().set(!playhead.playingProperty().get());
  }

  private void begin(boolean playing) {
    if (playing && duration.get() == 0) {
      playhead.playingProperty().set(false);
    } else if (playing) {
      if (playhead.nanos() >= duration.get()) {
        playhead.moveTo(0);
      }
      playhead.moveTo(playhead.nanos());
      position = playhead.nanos();
    }
  }

  /// Goes on by so many seconds of watching. Without motion the playhead jumps from task to task
  /// instead of gliding.
  public void advance(double seconds) {
    var run = session.currentRun();
    if (!playhead.playingProperty().get() || run == null) {
      return;
    }
    boolean scrubbed = Math.abs(shown(run.trace(), position) - playhead.nanos()) > 1;
    position =
        (scrubbed ? playhead.nanos() : position) + seconds * playhead.speedProperty().get() * 1e9;
    if (position < duration.get()) {
      playhead.moveTo(shown(run.trace(), position));
    } else if (loop.get()) {
      position = 0;
      playhead.moveTo(0);
    } else {
      playhead.moveTo(duration.get());
      playhead.playingProperty().set(false);
    }
  }

  private long shown(Trace trace, double at) {
    long nanos = Math.round(at);
    return session.appearance().motionProperty().get() ? nanos : Moments.lastUntil(trace, nanos);
  }

  /// Goes to the next begin of a task, or the one before.
  public void step(int direction) {
    var run = session.currentRun();
    if (run != null) {
      playhead.playingProperty().set(false);
      long now = playhead.nanos();
      playhead.moveTo(
          direction > 0
              ? Moments.next(run.trace(), now, duration.get())
              : Moments.previous(run.trace(), now));
    }
  }

  public void scrubTo(double nanos) {
    playhead.moveTo(Math.round(Math.clamp(nanos, 0, duration.get())));
  }
}
