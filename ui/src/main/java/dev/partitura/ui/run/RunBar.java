package dev.partitura.ui.run;

import dev.partitura.ui.action.Command;
import dev.partitura.ui.background.Job;
import dev.partitura.ui.control.NumberField;
import dev.partitura.ui.control.SegmentedRow;
import dev.partitura.ui.session.Elsewhere;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Icons;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.training.TrainButton;
import dev.partitura.ui.training.TrainingRunner;
import java.util.List;
import java.util.function.BooleanSupplier;
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
  private final PredictButton predict;
  private final Texts texts;
  private final PlanControls plan;
  private final RunProgress progress;
  private final RunFigures numbers;
  private final HBox settings = new HBox(12);
  private final HBox running = new HBox(12);
  private final StackPane figures = new StackPane();
  private final Button button = new Button();
  private final Tooltip why = new Tooltip();

  public RunBar(
      Session session,
      Runner runner,
      TrainingRunner trainer,
      LivePredictor predictor,
      Calibrating calibrating) {
    this.session = session;
    this.runner = runner;
    this.trainer = trainer;
    train = new TrainButton(session, trainer);
    predict = new PredictButton(session, predictor, calibrating, session.texts(RunBar.class));
    texts = session.texts(RunBar.class);
    plan = new PlanControls(session, texts);
    progress = new RunProgress(texts);
    numbers = new RunFigures(session, texts);
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

  /// Shows as much of the measurement beside the button as fits, at least what `fits` says of the
  /// bar as it then is; none at all where even the least does not, and then no button to predict,
  /// which the menu has too.
  ///
  /// @return whether any fits
  public boolean fitFigures(BooleanSupplier fits) {
    for (var room : RunFigures.Room.values()) {
      boolean any = room != RunFigures.Room.NONE;
      numbers.fit(room);
      train.setNamed(room.namesButtons());
      predict.setNamed(room.namesButtons());
      for (var shown : List.of(figures, predict)) {
        shown.setVisible(any);
        shown.setManaged(any);
      }
      if (any && fits.getAsBoolean()) {
        return true;
      }
    }
    return false;
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
    progress
        .visibleProperty()
        .bind(runner.jobProperty().isNotNull().or(trainer.jobProperty().isNotNull()));
    numbers.visibleProperty().bind(progress.visibleProperty().not());
    progress.managedProperty().bind(progress.visibleProperty());
    numbers.managedProperty().bind(numbers.visibleProperty());
    figures.getChildren().addAll(numbers, progress);
    button.setMinWidth(96);
    button.setId("run");
    button.setOnAction(_ -> press());
    // A disabled button has no tooltip; what is around it has.
    var place = new StackPane(button);
    Tooltip.install(place, why);
    running.getChildren().addAll(figures, train, predict, place);
    running.setAlignment(Pos.CENTER_RIGHT);
  }

  private void showAble() {
    boolean empty = session.project().network().ops().isEmpty();
    boolean trains = trainer.jobProperty().get() != null;
    boolean runs = runner.isRunning();
    var elsewhere = Elsewhere.sentence(session.project(), session.locale());
    button.setDisable(empty || trains || elsewhere != null && !runs);
    var said =
        texts.get(
            empty
                ? "run.empty"
                : trains ? "run.training" : runs ? "cancel.explain" : "run.explain");
    why.setText(empty || runs || elsewhere == null ? said : elsewhere);
    button.setAccessibleHelp(why.getText());
  }

  private void show(@Nullable Job job) {
    boolean busy = job != null;
    button.setText(texts.get(busy ? "cancel" : "run"));
    button.setGraphic(Icons.of(busy ? Material2MZ.STOP : Material2MZ.PLAY_ARROW, 18));
    button.getStyleClass().removeAll("run", "stop");
    button.getStyleClass().add(busy ? "stop" : "run");
    train.hold(busy);
    showAble();
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

  /// What asks by name how far off predictions are, and measures this machine.
  public Command calibration() {
    return Command.of(
        "run.calibrate",
        texts.get("calibrate.group"),
        texts.get("calibrate.command"),
        "",
        () -> predict.explain(predict.isVisible() ? predict : button));
  }

  private void press() {
    if (runner.isRunning()) {
      runner.cancel();
    } else {
      runner.run();
    }
  }
}
