package dev.partitura.visualizers.dependencies;

import dev.partitura.engine.execute.PlanRunner;
import dev.partitura.engine.execute.ReuseTrial;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.Spread;
import dev.partitura.ui.background.Job;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import java.util.Map;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Measures what the run would gain and cost in memory if values did not share any: the plan of the
/// run with and without planned memory, by turns, in background.
final class ReuseTrialPane extends VBox {
  private static final long SEED = 1;

  /// So many at least, for the spread to say something.
  private static final int LEAST_REPEATS = 20;

  private final Session session;
  private final PlanRunner runner;
  private final Texts texts;
  private final Button button = new Button();
  private final Label result = new Label();
  private @Nullable Job job;

  ReuseTrialPane(Session session, PlanRunner runner, Texts texts) {
    super(6);
    this.session = session;
    this.runner = runner;
    this.texts = texts;
    result.setWrapText(true);
    result.getStyleClass().add("size-11");
    result.setId("reuse-result");
    button.setId("reuse-measure");
    button.setOnAction(_ -> toggle());
    getChildren().addAll(button, result);
    session.currentRunProperty().addListener((_, _, _) -> clear());
    clear();
  }

  private void clear() {
    if (job != null) {
      job.cancel();
    }
    result.setText("");
    rest();
  }

  private void rest() {
    job = null;
    button.setText(texts.get("trial"));
    button.setDisable(!isPossible(session.currentRun()));
  }

  private static boolean isPossible(@Nullable Run run) {
    return run != null && run.provenance().network() != null && run.provenance().plan() != null;
  }

  private void toggle() {
    if (job != null) {
      job.cancel();
      return;
    }
    var run = session.currentRun();
    var network = run == null ? null : run.provenance().network();
    var plan = run == null ? null : run.provenance().plan();
    if (run == null || network == null || plan == null) {
      return;
    }
    var request =
        new RunRequest(
            network,
            run.setup() == null ? session.project().cluster() : run.setup().cluster(),
            plan,
            run.samples(),
            Map.of(),
            SEED,
            Math.max(LEAST_REPEATS, session.repeatsProperty().get()),
            RunRequest.UNTIL_SETTLED);
    var begun =
        session
            .background()
            .run(
                texts.get("trial"),
                (cancellation, progress) -> ReuseTrial.run(runner, request, cancellation, progress),
                this::show);
    job = begun;
    result.setText(texts.get("trial.running"));
    button.setText(texts.get("trial.cancel"));
    begun
        .runningProperty()
        .addListener((_, _, running) -> {
          if (!running && begun.equals(job)) {
            if (begun.isCancelled()) {
              result.setText("");
            }
            rest();
          }
        });
  }

  private void show(ReuseTrial trial) {
    result.setText(trial.isCancelled() ? "" : words(trial));
  }

  private String words(ReuseTrial trial) {
    var verdict =
        !trial.isClear()
            ? texts.get("trial.same")
            : texts.get(
                trial.gain() > 0 ? "trial.faster" : "trial.slower",
                Format.percent(Math.abs(trial.gain())));
    return texts.get("trial.with", spread(trial.reusedNanos()), Format.bytes(trial.reusedBytes()))
        + "\n"
        + texts.get("trial.without", spread(trial.apartNanos()), Format.bytes(trial.apartBytes()))
        + "\n"
        + verdict
        + " "
        + texts.get("trial.cost", Format.bytes(trial.costBytes()));
  }

  /// Median and, in brackets, the quartiles.
  private static String spread(Spread of) {
    return Format.time(of.median())
        + " ("
        + Format.time(of.lowerQuartile())
        + " – "
        + Format.time(of.upperQuartile())
        + ")";
  }
}
