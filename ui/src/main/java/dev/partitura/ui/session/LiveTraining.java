package dev.partitura.ui.session;

import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Spread;
import dev.partitura.engine.execute.TrainingControl;
import dev.partitura.engine.execute.TrainingHistory;
import dev.partitura.engine.execute.TrainingHistory.Change;
import dev.partitura.engine.execute.TrainingHistory.Score;
import dev.partitura.engine.execute.TrainingHistory.Traffic;
import dev.partitura.engine.execute.TrainingSettings;
import dev.partitura.engine.execute.TrainingWatch;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.training.TrainingState;
import dev.partitura.ui.background.Background;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import org.jspecify.annotations.Nullable;

/// A training under way as screens follow it: what it has told so far, and the hand on it. Steps
/// come as fast as they are; screens hear of them some ten times a second. Used on the FX thread
/// but for [#watch()].
public final class LiveTraining {
  private static final long PAUSE_NANOS = 100_000_000;
  private static final int RECENT = 50;

  private final int number;
  private final Network network;
  private final Plan plan;
  private final TrainingSettings settings;
  private final TrainingControl control;
  private final Background background;
  private final Told told = new Told();
  private final ReadOnlyIntegerWrapper changes = new ReadOnlyIntegerWrapper(this, "changes");
  private final ReadOnlyBooleanWrapper paused = new ReadOnlyBooleanWrapper(this, "paused");

  /// What the thread that trains has told; guarded by itself.
  private static final class Told {
    private double[] losses = new double[64];
    private final long[] recent = new long[RECENT];
    private int steps;
    private int timed;
    private final List<Change> changes = new ArrayList<>();
    private final List<Score> scores = new ArrayList<>();
    private final List<Traffic> traffic = new ArrayList<>();
    private Agreement agreement = Agreement.UNKNOWN;
    private @Nullable TrainingState state;
    private @Nullable Trace trace;
  }

  /// @param number of the run that becomes of it
  /// @param plan under which it is trained
  /// @param earlier what was done before, or null
  public LiveTraining(
      int number,
      Network network,
      Plan plan,
      TrainingSettings settings,
      TrainingControl control,
      @Nullable TrainingHistory earlier,
      Background background) {
    this.number = number;
    this.network = network;
    this.plan = plan;
    this.settings = settings;
    this.control = control;
    this.background = background;
    if (earlier != null) {
      told.losses = Arrays.copyOf(earlier.losses(), Math.max(64, 2 * earlier.steps()));
      told.steps = earlier.steps();
      told.changes.addAll(earlier.changes());
      told.scores.addAll(earlier.scores());
      told.traffic.addAll(earlier.traffic());
    }
  }

  /// What is trained.
  public Network network() {
    return network;
  }

  /// How it is laid on the devices.
  public Plan plan() {
    return plan;
  }

  /// The number of the run that becomes of it.
  public int number() {
    return number;
  }

  /// The hand on it, for learning rate and batch.
  public TrainingControl control() {
    return control;
  }

  public ReadOnlyBooleanProperty pausedProperty() {
    return paused.getReadOnlyProperty();
  }

  /// Holds it before its next step, or lets it go on.
  public void setPaused(boolean hold) {
    if (hold) {
      control.pause();
    } else {
      control.goOn();
    }
    paused.set(hold);
  }

  /// Ends it after the step under way; what is done stays.
  public void stop() {
    control.stop();
  }

  /// Counts up whenever there is news.
  public ReadOnlyIntegerProperty changesProperty() {
    return changes.getReadOnlyProperty();
  }

  /// What it did so far. Cost O(steps).
  public TrainingHistory history() {
    synchronized (told) {
      return new TrainingHistory(
          settings,
          Arrays.copyOf(told.losses, told.steps),
          told.changes,
          told.scores,
          told.traffic,
          told.steps < settings.steps());
    }
  }

  /// Whether its first step is the unsplit one, as soon as that is known.
  public Agreement agreement() {
    synchronized (told) {
      return told.agreement;
    }
  }

  /// The state it can go back to, or null before the first.
  public @Nullable TrainingState state() {
    synchronized (told) {
      return told.state;
    }
  }

  /// The step that led there, or null before the first.
  public @Nullable Trace trace() {
    synchronized (told) {
      return told.trace;
    }
  }

  /// Wall time of a step, the median of the latest; 0 before the first.
  public double stepNanos() {
    synchronized (told) {
      int known = Math.min(told.timed, RECENT);
      return known == 0 ? 0 : Spread.median(Arrays.copyOf(told.recent, known));
    }
  }

  /// What hears of the training. Called by the thread that trains.
  public TrainingWatch watch() {
    return new Watch();
  }

  private final class Watch implements TrainingWatch {
    private final AtomicBoolean asked = new AtomicBoolean();
    private long nextNanos = System.nanoTime();

    @Override
    public void checked(Agreement agreement) {
      synchronized (told) {
        told.agreement = agreement;
      }
      tell();
    }

    @Override
    public void step(int number, double loss, long nanos) {
      synchronized (told) {
        if (number > told.losses.length) {
          told.losses = Arrays.copyOf(told.losses, 2 * told.losses.length);
        }
        told.losses[number - 1] = loss;
        told.steps = number;
        told.recent[told.timed++ % RECENT] = nanos;
      }
      long now = System.nanoTime();
      if (now - nextNanos >= 0) {
        nextNanos = now + PAUSE_NANOS;
        tell();
      }
    }

    @Override
    public void changed(Change change) {
      synchronized (told) {
        told.changes.add(change);
      }
    }

    @Override
    public void moves(Traffic traffic) {
      synchronized (told) {
        told.traffic.add(traffic);
      }
    }

    @Override
    public void scored(Score score) {
      synchronized (told) {
        told.scores.add(score);
      }
      tell();
    }

    @Override
    public void reached(TrainingState state, Trace trace) {
      synchronized (told) {
        told.state = state;
        told.trace = trace;
      }
      tell();
    }

    private void tell() {
      if (!asked.getAndSet(true)) {
        background.later(() -> {
          asked.set(false);
          changes.set(changes.get() + 1);
        });
      }
    }
  }
}
