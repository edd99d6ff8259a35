package dev.partitura.visualizers.training;

import dev.partitura.engine.analysis.Iterations;
import dev.partitura.engine.analysis.PhaseTimes;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.TrainingControl;
import dev.partitura.engine.execute.TrainingHistory;
import dev.partitura.engine.plan.Plan;
import dev.partitura.ui.control.DecimalField;
import dev.partitura.ui.control.NumberField;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.run.PlanLabel;
import dev.partitura.ui.session.LiveTraining;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Icons;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.training.DataName;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.material2.Material2MZ;

/// The numbers of a training beside its charts, and the hand on it while it is under way: learning
/// rate and batch, pause and stop; and what is trained can be saved.
final class TrainingFacts extends ScrollPane {
  private static final double WIDTH = 236;

  private final Session session;
  private final Texts texts;
  private final Label title = new Label();
  private final Label setting = new Label();
  private final GridPane numbers = new GridPane(12, 3);
  private final Label agreement = new Label();
  private final PhaseBar phases;
  private final DecimalField rate;
  private final NumberField batch;
  private final HBox hand = new HBox(12);
  private final Button pause = new Button();
  private final Button stop = new Button();
  private final Button save = new Button();
  private @Nullable LiveTraining live;
  private boolean showing;

  TrainingFacts(Session session, Texts texts) {
    this.session = session;
    this.texts = texts;
    phases = new PhaseBar(texts);
    rate =
        new DecimalField(texts.get("rate"), number -> number > 0 && !Double.isInfinite(number))
            .explain(texts.get("rate.explain"));
    batch = new NumberField(texts.get("batch"), 1, 1 << 16, "").explain(texts.get("batch.explain"));
    rate.setId("training-rate");
    batch.setId("training-batch");
    rate.valueProperty().addListener((_, _, now) -> setRate(now.doubleValue()));
    batch.valueProperty().addListener((_, _, now) -> setBatch(now.intValue()));
    title.getStyleClass().addAll("bold", "size-12");
    setting.getStyleClass().addAll("muted", "size-11");
    agreement.getStyleClass().add("size-11");
    for (var label : new Label[] {title, setting, agreement}) {
      label.setWrapText(true);
      label.setMinHeight(USE_PREF_SIZE);
    }
    buttons();
    hand.getChildren().addAll(rate, batch);
    var row = new FlowPane(6, 6, pause, stop, save);
    var content = new VBox(8, title, setting, row, hand, numbers, phases, agreement);
    content.getStyleClass().add("training-facts");
    setContent(content);
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    setMinWidth(WIDTH);
    setPrefWidth(WIDTH);
    setMaxWidth(WIDTH);
    var trained = session.results().trainedProperty();
    trained.addListener(_ -> showHand());
  }

  private void buttons() {
    pause.setId("training-pause");
    pause.setOnAction(_ -> session.commands().fire("train.pause"));
    stop.setId("training-stop");
    stop.setText(texts.get("stop"));
    stop.setGraphic(Icons.of(Material2MZ.STOP, 14));
    stop.getStyleClass().add("stop");
    stop.setOnAction(_ -> session.commands().fire("train.stop"));
    save.setId("training-save");
    save.setText(texts.get("save"));
    save.setGraphic(Icons.of(Feather.SAVE, 13));
    save.setTooltip(new Tooltip(texts.get("save.explain")));
    save.setOnAction(_ -> session.commands().fire("file.exportTrained"));
    for (var button : new Button[] {pause, stop, save}) {
      button.getStyleClass().add("small");
    }
  }

  /// Shows a training under way.
  void show(LiveTraining training) {
    if (live != training) {
      live = training;
      training.pausedProperty().addListener(_ -> showHand());
    }
    var history = training.history();
    title.setText(texts.get("live", training.number()));
    double nanos = training.stepNanos();
    var now = training.control().setting();
    setting.setText(setting(history, now));
    int left = history.settings().steps() - history.steps();
    numbers(history, nanos, now.batch(), nanos > 0 ? Format.time(left * nanos) : Format.NONE);
    var trace = training.trace();
    phases.show(trace == null ? null : PhaseTimes.of(trace));
    show(training.agreement(), training.plan());
    showHand();
  }

  /// Shows a training that is over.
  void show(Run run) {
    live = null;
    var history = Objects.requireNonNull(run.provenance().training());
    title.setText("#" + run.number() + " " + PlanLabel.of(run, session.texts(PlanLabel.class)));
    setting.setText(setting(history, last(history)));
    double nanos = run.find(Iterations.ANALYSIS).map(of -> of.median()).orElse(0.0);
    numbers(history, nanos, run.samples(), "");
    phases.show(run.get(PhaseTimes.ANALYSIS));
    show(run.agreement(), run.provenance().plan());
    showHand();
  }

  /// Such as `Digits · adam at 0.001 → 0.01 · batch 32 · seed 1`: what was changed on the way is
  /// said from the first to the last.
  private String setting(TrainingHistory history, TrainingControl.Setting now) {
    var settings = history.settings();
    var rates = history.changes().stream().map(each -> DecimalField.text(each.learningRate()));
    var batches = history.changes().stream().map(each -> Integer.toString(each.batch()));
    return texts.get(
        "setting",
        DataName.of(settings.data(), session.texts(DataName.class)),
        settings.optimizer(),
        way(rates, DecimalField.text(now.learningRate())),
        way(batches, Integer.toString(now.batch())),
        settings.seed());
  }

  private static String way(Stream<String> before, String last) {
    var all = Stream.concat(before, Stream.of(last)).toList();
    var way = new StringBuilder(all.getFirst());
    for (int i = 1; i < all.size(); i++) {
      if (!all.get(i).equals(all.get(i - 1))) {
        way.append(" → ").append(all.get(i));
      }
    }
    return way.toString();
  }

  /// What held at the last step; before the first what was asked for.
  private static TrainingControl.Setting last(TrainingHistory history) {
    if (!history.changes().isEmpty()) {
      var last = history.changes().getLast();
      return new TrainingControl.Setting(last.learningRate(), last.batch());
    }
    var rate = history.settings().learningRate();
    return new TrainingControl.Setting(rate == null ? 0 : rate, history.settings().batch());
  }

  private void numbers(TrainingHistory history, double nanos, int samples, String left) {
    numbers.getChildren().clear();
    number("step", texts.get("step.of", history.steps(), history.settings().steps()));
    int steps = history.steps();
    number("loss", steps == 0 ? Format.NONE : Format.digits(history.losses()[steps - 1]));
    number(
        "accuracy",
        history.scores().isEmpty()
            ? Format.NONE
            : Format.percent(history.scores().getLast().share()));
    number(
        "steps", nanos > 0 ? Format.perSecond(1e9 / nanos, texts.get("unit.step")) : Format.NONE);
    number(
        "samples",
        nanos > 0
            ? Format.perSecond(samples * 1e9 / nanos, texts.get("unit.sample"))
            : Format.NONE);
    if (!left.isEmpty()) {
      number("left", left);
    }
  }

  private void number(String key, String value) {
    var name = new Label(texts.get(key));
    name.getStyleClass().addAll("muted", "size-11");
    var number = new Label(value);
    number.getStyleClass().add("number");
    number.setId("training-" + key);
    numbers.addRow(numbers.getRowCount(), name, number);
  }

  /// @param plan under which replicas that are averaged have a step of their own share each
  private void show(Agreement found, @Nullable Plan plan) {
    var key = plan != null && plan.replication().averages() ? "agreement.share." : "agreement.";
    agreement.getStyleClass().removeAll("good", "bad", "muted");
    agreement
        .getStyleClass()
        .add(
            switch (found) {
              case Agreement.Identical _, Agreement.WithinRounding _ -> "good";
              case Agreement.Different _ -> "bad";
              case Agreement.Unknown _ -> "muted";
            });
    agreement.setText(
        switch (found) {
          case Agreement.Identical _ -> texts.get(key + "identical");
          case Agreement.WithinRounding close ->
              texts.get(key + "rounding", Format.scientific(close.difference()));
          case Agreement.Different(var problem) -> problem.message(session.locale());
          case Agreement.Unknown _ -> "";
        });
  }

  private void showHand() {
    var training = live;
    boolean under = training != null;
    for (var node : List.<Node>of(pause, stop, hand)) {
      node.setVisible(under);
      node.setManaged(under);
    }
    boolean savable =
        session.results().trainedProperty().get() != null
            || training != null && training.state() != null;
    save.setDisable(!savable);
    if (training != null) {
      boolean held = training.pausedProperty().get();
      pause.setText(texts.get(held ? "goOn" : "pause"));
      pause.setGraphic(Icons.of(held ? Material2MZ.PLAY_ARROW : Material2MZ.PAUSE, 14));
      showing = true;
      var now = training.control().setting();
      rate.valueProperty().set(now.learningRate());
      batch.valueProperty().set(now.batch());
      showing = false;
    }
  }

  private void setRate(double value) {
    if (!showing && live != null) {
      if (Double.isNaN(value)) {
        showHand();
      } else {
        live.control().setLearningRate(value);
      }
    }
  }

  private void setBatch(int value) {
    if (!showing && live != null) {
      live.control().setBatch(value);
    }
  }
}
