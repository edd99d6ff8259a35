package dev.partitura.ui.run;

import dev.partitura.ui.background.Job;
import dev.partitura.ui.problem.Notice;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.theme.Words;
import java.util.function.BooleanSupplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// Measures this machine in background, after which predictions go by what was measured. Used on
/// the FX thread.
public final class Calibrating {
  private final Session session;
  private final LivePredictor predictor;
  private final Pricing pricing;
  private final BooleanSupplier busy;
  private final Texts texts;
  private final ReadOnlyObjectWrapper<@Nullable Job> job = new ReadOnlyObjectWrapper<>(this, "job");

  /// @param busy whether anything is being run
  public Calibrating(
      Session session, LivePredictor predictor, Pricing pricing, BooleanSupplier busy) {
    this.busy = busy;
    this.session = session;
    this.predictor = predictor;
    this.pricing = pricing;
    texts = session.texts(Calibrating.class);
  }

  /// The measurement under way; null when there is none.
  public ReadOnlyObjectProperty<@Nullable Job> jobProperty() {
    return job.getReadOnlyProperty();
  }

  /// Starts to measure. While anything else is measured it says so instead: two at once would
  /// measure each other.
  public void start() {
    var results = session.results();
    if (job.get() != null || busy.getAsBoolean()) {
      session.notices().show(Notice.done(Words.of(Calibrating.class, "calibrate.busy")));
      return;
    }
    var question = predictor.questionAtHand();
    var started =
        session
            .background()
            .runToEnd(
                texts.get("calibrate.title"),
                (_, progress) -> {
                  pricing.calibrate(question, progress);
                  return true;
                },
                _ -> {});
    job.set(started);
    results.calibratingProperty().set(true);
    started
        .runningProperty()
        .addListener((_, _, running) -> {
          if (!running) {
            job.set(null);
            results.calibratingProperty().set(false);
            // Also of what was broken off: what is known by then serves.
            predictor.reprice();
          }
        });
  }

  public void cancel() {
    var running = job.get();
    if (running != null) {
      running.cancel();
    }
  }
}
