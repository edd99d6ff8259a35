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

  /// How long a run, or the selected stretch of it, takes to watch unless a person chooses a speed.
  static final int SECONDS_TO_WATCH = 10;

  private final Session session;
  private final Playhead playhead;
  private final BooleanProperty loop = new SimpleBooleanProperty(this, "loop");
  private final ReadOnlyLongWrapper duration = new ReadOnlyLongWrapper(this, "duration");
  private final BooleanProperty timed = new SimpleBooleanProperty(this, "timed", true);
  private double position;

  public PlayerModel(Session session) {
    this.session = session;
    playhead = session.playhead();
    session.currentRunProperty().addListener((_, _, run) -> open(run));
    playhead.playingProperty().addListener((_, _, playing) -> begin(playing));
    playhead.rangeProperty().addListener((_, _, _) -> time());
    timed.addListener((_, _, _) -> time());
    open(session.currentRun());
  }

  private void open(@Nullable Run run) {
    playhead.playingProperty().set(false);
    duration.set(run == null ? 0 : run.trace().durationNanos());
    time();
  }

  /// Sets the speed at which what is played takes as long as it shall.
  private void time() {
    long nanos = to() - from();
    if (timed.get() && nanos > 0) {
      playhead.speedProperty().set(nanos / 1e9 / SECONDS_TO_WATCH);
    }
  }

  private long from() {
    var range = playhead.rangeProperty().get();
    return range == null ? 0 : range.fromNanos();
  }

  private long to() {
    var range = playhead.rangeProperty().get();
    return range == null ? duration.get() : range.toNanos();
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
    timed.set(false);
    playhead.speedProperty().set(1.0 / factor);
  }

  /// Whether the speed follows from the length of what is played; at first it does.
  public BooleanProperty timedProperty() {
    return timed;
  }

  /// The chosen slowdown, as a whole number.
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
      if (playhead.nanos() < from() || playhead.nanos() >= to()) {
        playhead.moveTo(from());
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
    if (position < to()) {
      playhead.moveTo(shown(run.trace(), position));
    } else if (loop.get()) {
      position = from();
      playhead.moveTo(from());
    } else {
      playhead.moveTo(to());
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
