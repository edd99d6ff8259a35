package dev.partitura.ui.run;

import dev.partitura.ui.background.Job;
import dev.partitura.ui.control.NumberField;
import dev.partitura.ui.control.SegmentedRow;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Icons;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.training.TrainButton;
import dev.partitura.ui.training.TrainingRunner;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.material2.Material2MZ;

/// How to run and the running itself: strategies, the few numbers that matter for the chosen one,
/// what was measured, Run and Cancel.
public final class RunBar {
  private final Session session;
  private final Runner runner;
  private final TrainingRunner trainer;
  private final TrainButton train;
  private final Texts texts;
  private final PlanControls plan;
  private final RunProgress progress;
  private final HBox settings = new HBox(16);
  private final HBox running = new HBox(16);
  private final StackPane figures = new StackPane();
  private final Button button = new Button();

  public RunBar(Session session, Runner runner, TrainingRunner trainer) {
    this.session = session;
    this.runner = runner;
    this.trainer = trainer;
    train = new TrainButton(session, trainer);
    texts = session.texts(RunBar.class);
    plan = new PlanControls(session, texts);
    progress = new RunProgress(texts);
    build();
    session.projectProperty().addListener(_ -> showAble());
    runner.jobProperty().addListener((_, _, job) -> show(job));
    trainer.jobProperty().addListener((_, _, job) -> follow(job));
    showAble();
    show(runner.jobProperty().get());
  }

  /// The names of the presets, and of a plan that is none of them, as one row of choices.
  public SegmentedRow<String> strategies() {
    return plan.strategies();
  }

  /// The numbers of the chosen strategy, batch and repeats.
  public HBox settings() {
    return settings;
  }

  /// Shows the measurement beside the button, or leaves its room to others.
  public void setFiguresShown(boolean shown) {
    figures.setVisible(shown);
    figures.setManaged(shown);
  }

  /// The measurement, and the button that makes one.
  public HBox running() {
    return running;
  }

  private void build() {
    var batch =
        new NumberField(texts.get("batch"), 0, 1 << 16, texts.get("auto"))
            .explain(texts.get("batch.explain"));
    batch.valueProperty().bindBidirectional(session.batchProperty());
    var repeats =
        new NumberField(texts.get("repeats"), 1, 10_000, "").explain(texts.get("repeats.explain"));
    repeats.valueProperty().bindBidirectional(session.repeatsProperty());
    // What comes and goes with the strategy stands last, so that nothing else moves.
    settings.getChildren().addAll(batch, repeats);
    settings.getChildren().addAll(plan.mix(), plan.order(), plan.exchange());
    settings.getChildren().addAll(plan.sliders());
    settings.setAlignment(Pos.CENTER_LEFT);
    var numbers = new RunFigures(session, texts);
    progress
        .visibleProperty()
        .bind(runner.jobProperty().isNotNull().or(trainer.jobProperty().isNotNull()));
    numbers.visibleProperty().bind(progress.visibleProperty().not());
    figures.getChildren().addAll(numbers, progress);
    button.setMinWidth(96);
    button.setId("run");
    button.setOnAction(_ -> press());
    running.getChildren().addAll(figures, train, button);
    running.setAlignment(Pos.CENTER_RIGHT);
  }

  private void showAble() {
    button.setDisable(
        session.project().network().ops().isEmpty() || trainer.jobProperty().get() != null);
  }

  private void show(@Nullable Job job) {
    boolean busy = job != null;
    button.setText(texts.get(busy ? "cancel" : "run"));
    button.setGraphic(Icons.of(busy ? Material2MZ.STOP : Material2MZ.PLAY_ARROW, 18));
    button.getStyleClass().removeAll("run", "stop");
    button.getStyleClass().add(busy ? "stop" : "run");
    button.setTooltip(new Tooltip(texts.get(busy ? "cancel.explain" : "run.explain")));
    train.setDisable(busy);
    if (job != null) {
      progress.follow(job);
    }
  }

  private void follow(@Nullable Job job) {
    showAble();
    if (job != null) {
      progress.follow(job);
    }
  }

  /// Asks how to train.
  public void askHowToTrain() {
    train.ask();
  }

  private void press() {
    if (runner.isRunning()) {
      runner.cancel();
    } else {
      runner.run();
    }
  }
}
