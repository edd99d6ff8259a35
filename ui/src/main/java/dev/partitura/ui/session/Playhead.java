package dev.partitura.ui.session;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.LongProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleLongProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/// The moment of the current run that timeline, player and graph show together.
public final class Playhead {
  private final LongProperty nanos = new SimpleLongProperty(this, "nanos");
  private final BooleanProperty playing = new SimpleBooleanProperty(this, "playing");
  private final BooleanProperty visible = new SimpleBooleanProperty(this, "visible");
  private final ObjectProperty<@Nullable Range> range = new SimpleObjectProperty<>(this, "range");
  private final DoubleProperty speed = new SimpleDoubleProperty(this, "speed", 0.02);

  /// A stretch of the trace, in nanoseconds from its start.
  public record Range(long fromNanos, long toNanos) {}

  /// Nanoseconds from the start of the trace.
  public LongProperty nanosProperty() {
    return nanos;
  }

  public long nanos() {
    return nanos.get();
  }

  public BooleanProperty playingProperty() {
    return playing;
  }

  /// Whether anybody placed it yet; until then the graph shows no tokens and the timeline no line.
  public BooleanProperty visibleProperty() {
    return visible;
  }

  /// Seconds of the trace in one second of watching, such as 0.02 for a fiftieth of the speed.
  public DoubleProperty speedProperty() {
    return speed;
  }

  /// The stretch that is played, or null for all of the run.
  public ObjectProperty<@Nullable Range> rangeProperty() {
    return range;
  }

  /// Puts it somewhere and shows it.
  public void moveTo(long time) {
    nanos.set(Math.max(0, time));
    visible.set(true);
  }

  /// Back to the start, still and hidden.
  public void reset() {
    playing.set(false);
    visible.set(false);
    range.set(null);
    nanos.set(0);
  }
}
