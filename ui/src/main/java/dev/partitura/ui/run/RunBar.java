package dev.partitura.ui.run;

import dev.partitura.engine.analysis.Iterations;
import dev.partitura.engine.analysis.Unsplit;
import dev.partitura.engine.execute.Conditions;
import dev.partitura.engine.execute.Conditions.WarmUp;
import dev.partitura.engine.execute.Spread;
import dev.partitura.engine.plan.Parallelism;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Preset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.background.Job;
import dev.partitura.ui.control.Figure;
import dev.partitura.ui.control.NumberField;
import dev.partitura.ui.control.NumberSlider;
import dev.partitura.ui.control.SegmentedRow;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.problem.Notice;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.History;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Icons;
import dev.partitura.ui.theme.Texts;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.material2.Material2MZ;

/// How to run and the running itself: strategies, the few numbers that matter for the chosen one,
/// what was measured, Run and Cancel.
public final class RunBar {
  private static final int MOST_MICRO_BATCHES = 64;

  private final Session session;
  private final Runner runner;
  private final PlanMaker plans = new PlanMaker();
  private final Texts texts;
  private final SegmentedRow<String> strategies;
  private final DegreeSliders degrees;
  private final NumberSlider microBatches;
  private final HBox settings = new HBox(16);
  private final HBox running = new HBox(16);
  private final Figure single;
  private final Figure measured;
  private final Label counted = new Label();
  private final ProgressBar progress = new ProgressBar(-1);
  private final StackPane figures = new StackPane();
  private final Button button = new Button();
  private History.@Nullable Gesture gesture;
  private boolean showing;

  public RunBar(Session session, Runner runner) {
    this.session = session;
    this.runner = runner;
    texts = session.texts(RunBar.class);
    var choices = new ArrayList<>(Presets.all().stream().map(Preset::name).toList());
    choices.add(Presets.CUSTOM);
    strategies = new SegmentedRow<>(choices, strategy -> PlanLabel.strategy(strategy, texts));
    strategies.getStyleClass().add("prominent");
    for (var strategy : choices) {
      strategies.explain(strategy, texts.get("strategy." + strategy + ".explain"));
    }
    degrees = new DegreeSliders(texts);
    microBatches =
        new NumberSlider(texts.get("microBatches"), 1, MOST_MICRO_BATCHES, true)
            .explain(texts.get("microBatches.explain"));
    single = new Figure(texts.get("single"));
    measured = new Figure(texts.get("measured"));
    build();
    follow();
  }

  /// The names of the presets, and of a plan that is none of them, as one row of choices.
  public SegmentedRow<String> strategies() {
    return strategies;
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
    settings.getChildren().addAll(batch, repeats, microBatches);
    settings.getChildren().addAll(degrees.all());
    settings.setAlignment(Pos.CENTER_LEFT);
    counted.getStyleClass().addAll("muted", "size-11");
    progress.setPrefWidth(152);
    var busy = new VBox(6, counted, progress);
    busy.setAlignment(Pos.CENTER_LEFT);
    var numbers = StaleMark.dim(session, new HBox(16, single, measured));
    busy.visibleProperty().bind(runner.jobProperty().isNotNull());
    numbers.visibleProperty().bind(busy.visibleProperty().not());
    figures.getChildren().addAll(numbers, busy);
    button.setMinWidth(96);
    button.setId("run");
    button.setOnAction(_ -> press());
    running.getChildren().addAll(figures, button);
    running.setAlignment(Pos.CENTER_RIGHT);
  }

  private void follow() {
    strategies.valueProperty().addListener((_, _, chosen) -> choose(chosen));
    degrees.all().forEach(slider -> slide(slider, texts.get("edit.degree")));
    slide(microBatches, texts.get("edit.microBatches"));
    session.projectProperty().addListener((_, _, now) -> show(now));
    session.currentRunProperty().addListener((_, _, run) -> show(run));
    runner.jobProperty().addListener((_, _, job) -> show(job));
    show(session.project());
    show(session.currentRun());
    show(runner.jobProperty().get());
  }

  private void choose(@Nullable String strategy) {
    var before = session.project();
    if (showing || strategy == null || strategy.equals(name(presetOf(before)))) {
      return;
    }
    if (strategy.equals(Presets.CUSTOM)) {
      show(before);
      return;
    }
    var preset = Presets.named(strategy);
    int used = Math.max(preset.leastDevices(), before.plan().devices().size());
    int slices = preset.passesMicroBatches() ? Math.max(4, before.plan().microBatches()) : 0;
    var wanted = new PlanPreset(preset, preset.firstDegrees(used), slices);
    session
        .background()
        .run(
            texts.get("planning"),
            (_, _) -> plans.make(before, wanted),
            plan ->
                accept(
                    texts.get("edit.strategy", PlanLabel.strategy(strategy, texts)),
                    before,
                    plan,
                    strategy));
    show(before);
  }

  /// Takes a plan made in background, unless the network has changed meanwhile. A network that
  /// leaves a preset nothing to do gets another kind of plan, which is said.
  private void accept(String label, Project before, Plan plan, String wanted) {
    session.apply(
        Edit.of(
            label,
            project ->
                project.network().equals(before.network()) ? project.withPlan(plan) : project));
    show(session.project());
    var given = name(presetOf(session.project()));
    if (!given.equals(wanted)) {
      session
          .notices()
          .show(
              Notice.done(
                  texts.get(
                      "strategy.other",
                      PlanLabel.strategy(wanted, texts),
                      PlanLabel.strategy(given, texts))));
    }
  }

  /// One way of the knob is one edit.
  private void slide(NumberSlider slider, String label) {
    slider.changingProperty().addListener((_, _, changing) -> grip(changing, label));
    slider.valueProperty().addListener((_, _, _) -> resize(label));
  }

  private void grip(boolean changing, String label) {
    if (changing) {
      gesture = session.history().begin(label);
    } else if (gesture != null) {
      gesture.end();
      gesture = null;
    }
  }

  private void resize(String label) {
    if (showing) {
      return;
    }
    var now = session.project();
    var shape = shapeOf(now);
    var preset = Presets.of(shape);
    int slices = microBatches.valueProperty().get();
    var degrees = preset == null ? List.<Integer>of() : this.degrees.of(preset, shape);
    var edit =
        Edit.of(
            label,
            project ->
                preset == null || degrees.equals(preset.degreesOf(shapeOf(project)))
                    ? project.withPlan(project.plan().withMicroBatches(slices))
                    : project.withPlan(
                        plans.make(project, new PlanPreset(preset, degrees, slices))));
    if (gesture == null) {
      session.apply(edit);
    } else {
      gesture.replace(edit);
    }
  }

  private void show(Project project) {
    showing = true;
    var plan = project.plan();
    var shape = shapeOf(project);
    var preset = Presets.of(shape);
    int devices = project.cluster().devices().size();
    strategies.valueProperty().set(name(preset));
    strategies.setEnabled(Presets.CUSTOM, preset == null);
    for (var other : Presets.all()) {
      strategies.setShown(other.name(), other.leastDevices() <= devices || other.equals(preset));
    }
    degrees.show(preset, shape, devices);
    microBatches.valueProperty().set(plan.microBatches());
    DegreeSliders.setShown(microBatches, preset == null || preset.passesMicroBatches());
    button.setDisable(project.network().ops().isEmpty());
    showing = false;
  }

  private static Parallelism shapeOf(Project project) {
    return Parallelism.of(project.network(), project.plan());
  }

  private static @Nullable Preset presetOf(Project project) {
    return Presets.of(shapeOf(project));
  }

  private static String name(@Nullable Preset preset) {
    return preset == null ? Presets.CUSTOM : preset.name();
  }

  private void show(@Nullable Run run) {
    var measurement = run == null ? null : run.provenance().measured();
    if (run == null || measurement == null) {
      single.show(Format.NONE, "faint");
      single.spread("");
      single.explain(texts.get("single.explain"), "");
      measured.show(Format.NONE, "faint");
      measured.spread("");
      measured.explain(texts.get("measured.explain"), "");
      return;
    }
    var unsplit = run.find(Unsplit.ANALYSIS);
    single.show(unsplit.map(of -> Format.time(of.iterations().median())).orElse(Format.NONE), "");
    single.spread(unsplit.map(of -> apart(of.iterations())).orElse(""));
    single.explain(
        texts.get("single.explain"),
        unsplit.map(of -> spread(of.conditions(), of.iterations())).orElse(""));
    var iterations = run.get(Iterations.ANALYSIS);
    measured.show(Format.time(iterations.median()), run.isCancelled() ? "warn" : "good");
    measured.spread(apart(iterations));
    measured.explain(texts.get("measured.explain"), spread(measurement.conditions(), iterations));
  }

  private static String apart(Spread iterations) {
    return iterations.count() < 2 ? "" : "± " + Format.percent(iterations.relative());
  }

  /// How often it was measured, where the times lie, and what else the machine did.
  private String spread(Conditions conditions, Spread iterations) {
    var others = conditions.load().othersShare();
    return String.join(
        "\n",
        texts.get(
            conditions.warmUp() == WarmUp.SETTLED ? "spread.settled" : "spread.warmed",
            iterations.count(),
            conditions.warmups()),
        texts.get(
            "spread.times",
            Format.time(iterations.minimum()),
            Format.time(iterations.lowerQuartile()),
            Format.time(iterations.upperQuartile()),
            Format.time(iterations.maximum())),
        others.isPresent()
            ? texts.get("spread.load", Format.percent(others.getAsDouble()))
            : texts.get("spread.load.unknown"));
  }

  private void show(@Nullable Job job) {
    boolean busy = job != null;
    button.setText(texts.get(busy ? "cancel" : "run"));
    button.setGraphic(Icons.of(busy ? Material2MZ.STOP : Material2MZ.PLAY_ARROW, 18));
    button.getStyleClass().removeAll("run", "stop");
    button.getStyleClass().add(busy ? "stop" : "run");
    button.setTooltip(new Tooltip(texts.get(busy ? "cancel.explain" : "run.explain")));
    if (job != null) {
      job.doneProperty().addListener(_ -> count(job));
      job.phaseProperty().addListener(_ -> count(job));
      count(job);
    }
  }

  private void count(Job job) {
    progress.setProgress(job.share());
    var phase = job.phaseProperty().get();
    var key = "phase." + phase;
    var name = phase.isEmpty() || !texts.has(key) ? texts.get("phase.start") : texts.get(key);
    long total = job.totalProperty().get();
    var repeats = job.repeats();
    if (repeats.total() > 0) {
      counted.setText(
          texts.get(
              "counted.repeats",
              Math.min(repeats.done() + 1, repeats.total()),
              repeats.total(),
              left(repeats.leftNanos())));
      return;
    }
    counted.setText(
        total == 0
            ? name
            : texts.get(
                "counted", name, Format.count(job.doneProperty().get()), Format.count(total)));
  }

  /// In whole seconds, and whole minutes from a minute and a half on.
  private String left(long nanos) {
    long seconds = Math.max(1, Math.round(nanos / 1e9));
    return seconds < 90
        ? texts.get("left.seconds", seconds)
        : texts.get("left.minutes", Math.round(seconds / 60.0));
  }

  private void press() {
    if (runner.isRunning()) {
      runner.cancel();
    } else {
      runner.run();
    }
  }
}
