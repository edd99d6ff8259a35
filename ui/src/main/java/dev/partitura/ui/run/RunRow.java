package dev.partitura.ui.run;

import dev.partitura.engine.analysis.Iterations;
import dev.partitura.engine.analysis.SpeedUp;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Spread;
import dev.partitura.engine.execute.TrainingHistory;
import dev.partitura.ui.explain.ForecastWords;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Icons;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.training.DataName;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import javafx.css.PseudoClass;
import javafx.event.EventTarget;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// One run in the list of runs: its plan, what it was asked for, what it measured, and what can be
/// done with it.
final class RunRow extends VBox {
  private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");

  private final Session session;
  private final Run run;
  private final Texts texts;

  RunRow(Session session, Run run, Texts texts) {
    super(2);
    this.session = session;
    this.run = run;
    this.texts = texts;
    boolean shown = run.equals(session.currentRun());
    getStyleClass().add("row");
    setId("run-" + run.number());
    pseudoClassStateChanged(SELECTED, shown);
    getChildren().addAll(title(), numbers());
    setup();
    if (shown) {
      restore();
    }
    setOnMouseClicked(event -> {
      if (isOnButton(event.getTarget())) {
        return;
      }
      if (event.isShortcutDown()) {
        compare();
      } else {
        session.results().choose(run);
      }
    });
  }

  /// A click on a button is no click on the row around it.
  private boolean isOnButton(EventTarget target) {
    for (var node = target instanceof Node at ? at : null;
        node != null && node != this;
        node = node.getParent()) {
      if (node instanceof ButtonBase) {
        return true;
      }
    }
    return false;
  }

  private HBox title() {
    var number = new Label("#" + run.number());
    number.getStyleClass().addAll("faint", "size-11");
    number.setMinWidth(USE_PREF_SIZE);
    var name = new Label(PlanLabel.of(run, texts));
    name.getStyleClass().addAll("size-12", "medium");
    name.setMinWidth(0);
    var gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    var title = new HBox(6, number, name, gap);
    if (!run.equals(session.currentRun()) && session.currentRun() != null) {
      title.getChildren().add(comparing());
    }
    var remove = Icons.button(Feather.X, texts.get("runs.remove"), () -> session.remove(run));
    remove.getStyleClass().add("small");
    remove.setId("remove-" + run.number());
    title.getChildren().add(remove);
    title.setAlignment(Pos.CENTER_LEFT);
    return title;
  }

  private ToggleButton comparing() {
    var compare = new ToggleButton(null, Icons.of(Feather.COLUMNS, 13));
    compare.getStyleClass().addAll("icon-button", "small");
    compare.setTooltip(new Tooltip(texts.get("runs.compare")));
    compare.setAccessibleText(texts.get("runs.compare"));
    compare.setId("compare-" + run.number());
    compare.setSelected(session.results().comparedProperty().get().contains(run));
    compare.setOnAction(_ -> compare());
    return compare;
  }

  private void compare() {
    session.results().compare(run);
    if (session.results().comparedProperty().get().contains(run)) {
      // Of trainings the curves tell most.
      var current = session.currentRun();
      boolean trained =
          current != null
              && current.provenance().training() != null
              && run.provenance().training() != null;
      session.commands().fire(trained ? "view.show.training" : "view.show.comparison");
    }
  }

  private FlowPane numbers() {
    var time = new Label(time());
    time.getStyleClass().add("number");
    time.setMinWidth(USE_PREF_SIZE);
    var speedUp =
        new Label(run.find(SpeedUp.ANALYSIS).map(of -> Format.factor(of.factor())).orElse(""));
    speedUp.getStyleClass().addAll("number", "muted");
    // A narrow panel takes them on two lines rather than cut.
    var numbers = new FlowPane(8, 2, time, speedUp, agreement());
    numbers.getChildren().addAll(BusyMachine.badge(run, texts));
    numbers.setAlignment(Pos.CENTER_LEFT);
    return numbers;
  }

  /// The median iteration with its spread; the whole trace where no more is known.
  private String time() {
    return run.find(Iterations.ANALYSIS)
        .map(RunRow::time)
        .orElse(Format.time(run.trace().durationNanos()));
  }

  /// Such as `746 µs ± 2 %`.
  static String time(Spread spread) {
    return spread.count() < 2
        ? Format.time(spread.median())
        : Format.time(spread.median()) + " ± " + Format.percent(spread.relative());
  }

  private Label agreement() {
    return switch (run.agreement()) {
      case Agreement.Identical _ -> label("✓", "good");
      case Agreement.WithinRounding _ -> label("≈", "good");
      case Agreement.Different _ -> label("✗ " + texts.get("runs.different"), "bad");
      case Agreement.Unknown _ when run.isPredicted() -> predicted();
      case Agreement.Unknown _ ->
          run.isCancelled() ? label(texts.get("runs.cancelled"), "muted") : label("", "muted");
    };
  }

  private Label predicted() {
    var forecast = run.provenance().forecast();
    var words = session.texts(ForecastWords.class);
    var text = texts.get("runs.predicted") + " " + ForecastWords.shortly(forecast, words);
    var said = label(text, "muted");
    said.setTooltip(new Tooltip(ForecastWords.sentence(forecast, words)));
    return said;
  }

  private static Label label(String text, String style) {
    var label = new Label(text);
    label.getStyleClass().addAll("size-11", style);
    return label;
  }

  /// What was asked for: samples, their slices and how often.
  private void setup() {
    var plan = run.provenance().plan();
    var measured = run.provenance().measured();
    var training = run.provenance().training();
    if (training != null) {
      getChildren().add(trained(training));
      return;
    }
    if (plan != null && measured != null && run.isPredicted()) {
      Object[] said = {run.samples(), plan.microBatches()};
      var asked = label(texts.get("runs.predicted.setup", said), "muted");
      asked.setTooltip(new Tooltip(texts.get("runs.predicted.explain", said)));
      getChildren().add(asked);
    } else if (plan != null && measured != null) {
      int repeats = measured.iterationNanos().length;
      Object[] said = {run.samples(), plan.microBatches(), repeats};
      var asked = label(texts.get("runs.setup", said), "muted");
      asked.setTooltip(new Tooltip(texts.get("runs.setup.explain", said)));
      getChildren().add(asked);
    }
  }

  /// What it was trained on and what came of it, such as `digits · adam · 400 steps · 98.2 %`.
  private Label trained(TrainingHistory training) {
    var settings = training.settings();
    Object[] said = {
      DataName.of(settings.data(), session.texts(DataName.class)),
      settings.optimizer(),
      training.steps(),
      settings.seed(),
      number(training.accuracy(), Format::percent),
      number(training.loss(), Format::digits)
    };
    var asked = label(texts.get("runs.training", said), "muted");
    asked.setWrapText(true);
    asked.setTooltip(new Tooltip(texts.get("runs.training.explain", said)));
    return asked;
  }

  private static String number(OptionalDouble known, DoubleFunction<String> text) {
    return known.isPresent() ? text.apply(known.getAsDouble()) : Format.NONE;
  }

  /// The button that brings back what ran, where that is not what is at hand.
  private void restore() {
    if (!session.results().standing().isStale()) {
      return;
    }
    var stale = label(StaleMark.text(session.results().standing(), texts), "warn");
    stale.setWrapText(true);
    getChildren().addAll(stale, restoreButton(session, run, texts));
  }

  /// Brings back what ran; says why where it cannot.
  static Button restoreButton(Session session, Run run, Texts texts) {
    var button = new Button(texts.get("restore"));
    button.getStyleClass().addAll("small", "restore");
    button.setDisable(!run.canBeRestored());
    button.setTooltip(
        new Tooltip(texts.get(run.canBeRestored() ? "restore.explain" : "restore.unknown")));
    button.setOnAction(
        _ -> session.results().restore(run, texts.get("edit.restore", run.number())));
    return button;
  }
}
