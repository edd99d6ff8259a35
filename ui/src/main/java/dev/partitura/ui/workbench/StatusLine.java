package dev.partitura.ui.workbench;

import dev.partitura.engine.execute.Agreement;
import dev.partitura.ui.background.Job;
import dev.partitura.ui.explain.ForecastWords;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.run.BusyMachine;
import dev.partitura.ui.run.StaleMark;
import dev.partitura.ui.session.LiveTraining;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Icons;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.theme.Theme;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The last line of the window: the six numbers of the run, whether its outputs are right, and what
/// it ran on.
final class StatusLine extends HBox {
  private final Session session;
  private final Texts texts;
  private final Label state = new Label();
  private final HBox numbers = new Fitting();
  private final Label equality = new Label();
  private final Label cluster = new Label();

  /// A training outlives the window that shows it.
  private final InvalidationListener pause = _ -> showState();

  /// Hears of the jobs for as long as there is this line.
  private final ObservableList<Job> jobs;

  StatusLine(Session session, Texts texts) {
    super(20);
    this.session = session;
    this.texts = texts;
    getStyleClass().add("status-line");
    setAlignment(Pos.CENTER_LEFT);
    numbers.setAlignment(Pos.CENTER_LEFT);
    numbers.setMinWidth(0);
    var gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    state.setId("state");
    equality.setId("equality");
    cluster.getStyleClass().add("muted");
    state.setMinWidth(USE_PREF_SIZE);
    equality.setMinWidth(USE_PREF_SIZE);
    cluster.setMinWidth(USE_PREF_SIZE);
    StaleMark.dim(session, numbers);
    getChildren()
        .addAll(
            state, StaleMark.label(session), numbers, equality, gap, cluster, language(), theme());
    jobs = FXCollections.unmodifiableObservableList(session.background().jobs());
    jobs.addListener((ListChangeListener<Object>) _ -> showState());
    var training = session.results().trainingProperty();
    training.addListener((_, _, live) -> follow(live));
    follow(training.get());
    session.currentRunProperty().addListener((_, _, run) -> show(run));
    session.projectProperty().addListener(_ -> showCluster());
    session.results().standingProperty().addListener(_ -> showAgreement());
    showState();
    showCluster();
    show(session.currentRun());
  }

  /// In a narrow window the last numbers go, whole: none is cut or drawn over what follows.
  private static final class Fitting extends HBox {
    Fitting() {
      super(20);
    }

    @Override
    protected void layoutChildren() {
      super.layoutChildren();
      boolean fits = true;
      for (var child : getChildren()) {
        fits &= child.getBoundsInParent().getMaxX() <= getWidth() + 0.5;
        child.setVisible(fits);
      }
    }
  }

  private Button language() {
    Language other = session.appearance().language().other();
    var button = new Button(other.nativeName());
    button.getStyleClass().addAll("flat", "status-button");
    button.setMinWidth(USE_PREF_SIZE);
    button.setTooltip(new Tooltip(texts.get("language.explain")));
    button.setOnAction(_ -> session.commands().fire("view.language"));
    return button;
  }

  private Button theme() {
    var dark = session.appearance().theme() == Theme.DARK;
    var button =
        Icons.button(
            dark ? Feather.SUN : Feather.MOON,
            texts.get("theme.explain"),
            () -> session.commands().fire("view.theme"));
    button.getStyleClass().add("status-button");
    session
        .appearance()
        .themeProperty()
        .addListener((_, _, now) ->
            button.setGraphic(Icons.of(now == Theme.DARK ? Feather.SUN : Feather.MOON, 13)));
    button.setGraphic(Icons.of(dark ? Feather.SUN : Feather.MOON, 13));
    return button;
  }

  private void follow(@Nullable LiveTraining live) {
    if (live != null) {
      live.pausedProperty().addListener(new WeakInvalidationListener(pause));
    }
    showState();
  }

  private void showState() {
    var announced = jobs.stream().filter(job -> !job.isQuiet()).findFirst();
    boolean busy = announced.isPresent();
    var live = session.results().trainingProperty().get();
    boolean paused = live != null && live.pausedProperty().get();
    state.setText(
        paused
            ? texts.get("state.paused")
            : announced
                .map(job -> texts.get("state.busy", job.title()))
                .orElse(texts.get("state.ready")));
    var dot = new Region();
    dot.getStyleClass().addAll("status-dot", busy ? "busy" : "ready");
    state.setGraphic(dot);
  }

  private void showCluster() {
    var devices = session.project().cluster().devices();
    cluster.setText(
        session.project().cluster().name() + " · " + texts.get("devices", devices.size()));
  }

  private void show(@Nullable Run run) {
    numbers.getChildren().clear();
    equality.setText("");
    if (run == null) {
      return;
    }
    // Before the numbers: in a narrow window these go, and none is left without the warning.
    numbers.getChildren().addAll(BusyMachine.badge(run, session.texts(BusyMachine.class)));
    for (var fact : RunFacts.of(run, texts)) {
      var label = new Label(fact.text());
      label.setMinWidth(USE_PREF_SIZE);
      label.setTooltip(new Tooltip(fact.explanation()));
      numbers.getChildren().add(label);
    }
    showAgreement();
  }

  /// Says of the outputs only what was found out for the network, plan and batch at hand.
  private void showAgreement() {
    var run = session.currentRun();
    if (run == null) {
      return;
    }
    if (session.results().standing().isStale()) {
      show("changed", "muted");
      return;
    }
    if (run.isPredicted()) {
      var words = session.texts(ForecastWords.class);
      var forecast = run.provenance().forecast();
      show("predicted", "muted", ForecastWords.shortly(forecast, words));
      return;
    }
    if (run.provenance().training() != null) {
      var plan = run.provenance().plan();
      boolean averages = plan != null && plan.replication().averages();
      showFirstStep(run.agreement(), averages ? "step.share" : "step");
      return;
    }
    switch (run.agreement()) {
      case Agreement.Identical _ -> show("identical", "good");
      case Agreement.WithinRounding(_, var difference, var bound) ->
          show("rounding", "good", Format.scientific(bound), Format.scientific(difference));
      case Agreement.Different _ -> show("different", "bad");
      case Agreement.Unknown _ -> show("unknown", "muted");
    }
  }

  /// Says of a training whether its first step was the unsplit one; of replicas that are averaged,
  /// whether that of each was the one on its share of the batch.
  private void showFirstStep(Agreement agreement, String key) {
    switch (agreement) {
      case Agreement.Identical _ -> show(key + ".identical", "good");
      case Agreement.WithinRounding close ->
          show(key + ".rounding", "good", Format.scientific(close.difference()));
      case Agreement.Different _ -> show(key + ".different", "bad");
      case Agreement.Unknown _ -> show("step.unknown", "muted");
    }
  }

  private void show(String key, String style, Object... numbers) {
    equality.getStyleClass().removeAll("good", "bad", "muted");
    equality.getStyleClass().add(style);
    equality.setText(texts.get("equality." + key, numbers));
    equality.setTooltip(new Tooltip(texts.get("equality." + key + ".explain", numbers)));
  }
}
