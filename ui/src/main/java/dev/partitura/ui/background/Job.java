package dev.partitura.ui.background;

import dev.partitura.engine.execute.Cancellation;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// A background job as screens see it. Its properties change on the FX thread, at most once a
/// frame.
public final class Job {
  private final String title;
  private final boolean quiet;
  private final Cancellation cancellation = new Cancellation();
  private final ReadOnlyStringWrapper phase = new ReadOnlyStringWrapper(this, "phase", "");
  private final ReadOnlyLongWrapper done = new ReadOnlyLongWrapper(this, "done");
  private final ReadOnlyLongWrapper total = new ReadOnlyLongWrapper(this, "total");
  private Repeats repeats = Repeats.NONE;
  private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper(this, "running", true);

  /// How often something was measured so far, as [dev.partitura.engine.execute.Progress#repeats]
  /// says; `total` is 0 where nothing is.
  public record Repeats(int done, int total, long leftNanos) {
    static final Repeats NONE = new Repeats(0, 0, 0);
  }

  Job(String title, boolean quiet) {
    this.title = title;
    this.quiet = quiet;
  }

  /// Whether it is not worth a word that it is under way.
  public boolean isQuiet() {
    return quiet;
  }

  public String title() {
    return title;
  }

  /// Asks it to stop; it ends a little later.
  public void cancel() {
    cancellation.cancel();
  }

  public boolean isCancelled() {
    return cancellation.isCancelled();
  }

  /// What it is busy with, such as `compile` or `run`; empty at first.
  public ReadOnlyStringProperty phaseProperty() {
    return phase.getReadOnlyProperty();
  }

  /// Units done in this phase.
  public ReadOnlyLongProperty doneProperty() {
    return done.getReadOnlyProperty();
  }

  /// Units of this phase; 0 when nobody knows.
  public ReadOnlyLongProperty totalProperty() {
    return total.getReadOnlyProperty();
  }

  /// Changes with [#doneProperty()].
  public Repeats repeats() {
    return repeats;
  }

  public ReadOnlyBooleanProperty runningProperty() {
    return running.getReadOnlyProperty();
  }

  /// Share done, 0 to 1, or -1 when nobody knows.
  public double share() {
    return total.get() > 0 ? Math.min(1, (double) done.get() / total.get()) : -1;
  }

  Cancellation cancellation() {
    return cancellation;
  }

  void show(Repeats newRepeats) {
    repeats = newRepeats;
  }

  void show(String newPhase, long newDone, long newTotal) {
    phase.set(newPhase);
    total.set(newTotal);
    done.set(newDone);
  }

  void end() {
    running.set(false);
  }
}
