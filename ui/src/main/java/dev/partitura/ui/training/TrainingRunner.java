package dev.partitura.ui.training;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.PlanRunner;
import dev.partitura.engine.execute.SteeredTraining;
import dev.partitura.engine.execute.SteeredTraining.Earlier;
import dev.partitura.engine.execute.SteeredTraining.Outcome;
import dev.partitura.engine.execute.SteeredTraining.What;
import dev.partitura.engine.execute.TaskGraphExecutor;
import dev.partitura.engine.execute.Trainer;
import dev.partitura.engine.execute.TrainingControl;
import dev.partitura.engine.execute.TrainingControl.Setting;
import dev.partitura.engine.execute.TrainingSettings;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.background.Job;
import dev.partitura.ui.problem.Notice;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.Elsewhere;
import dev.partitura.ui.session.LiveTraining;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.session.Trained;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.theme.Words;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// Trains the project of a session in background. What comes of it is a run like any other, and a
/// network to save. Used on the FX thread.
public final class TrainingRunner {
  private final Session session;
  private final BooleanSupplier busy;
  private final PlanRunner executor;
  private final TaskGraphExecutor training;
  private final Texts texts;
  private final BooleanBinding able;
  private final ReadOnlyObjectWrapper<@Nullable Job> job = new ReadOnlyObjectWrapper<>(this, "job");

  // Kept: it is heard of only while somebody holds it.
  private final ReadOnlyIntegerProperty document;

  /// @param busy whether something else is being measured
  /// @param executor tries the network on test samples
  public TrainingRunner(
      Session session, BooleanSupplier busy, PlanRunner executor, TaskGraphExecutor training) {
    this.session = session;
    this.busy = busy;
    this.executor = executor;
    this.training = training;
    texts = session.texts(TrainingRunner.class);
    able = Bindings.createBooleanBinding(() -> refusal().isEmpty(), session.projectProperty());
    document = session.results().documentProperty();
    document.addListener(_ -> cancel());
  }

  /// Whether the network can be trained, as far as that is seen at once.
  public BooleanBinding ableProperty() {
    return able;
  }

  /// The training under way; null when there is none.
  public ReadOnlyObjectProperty<@Nullable Job> jobProperty() {
    return job.getReadOnlyProperty();
  }

  /// Why the network cannot be trained, in the language of the window; empty where it can.
  public Optional<String> refusal() {
    var network = session.project().network();
    if (network.ops().isEmpty()) {
      return Optional.of(texts.get("train.empty"));
    }
    var refusal = Trainer.refusal(network).map(problem -> problem.message(session.locale()));
    return refusal.isPresent()
        ? refusal
        : Optional.ofNullable(Elsewhere.sentence(session.project(), session.locale()));
  }

  /// How the project was last wanted to be trained, or what suits its network.
  public TrainingSettings settings() {
    var known = session.project().training();
    return known != null ? known : TrainingSettings.suggested(session.project().network());
  }

  /// What was trained last, where it is of the network at hand and so can be gone on from.
  public Optional<Trained> earlier() {
    return Optional.ofNullable(session.results().trainedProperty().get())
        .filter(trained -> trained.network().equals(session.project().network()));
  }

  /// Trains from the start, and remembers how in the project. While a run or a training is under
  /// way it says so instead: two at once would measure each other.
  public void start(TrainingSettings settings) {
    start(settings, null);
  }

  /// Goes on from what was trained last, as far as was wanted; says so where it is there already.
  public void goOn() {
    var settings = settings();
    if (earlier().map(before -> before.state().steps() >= settings.steps()).orElse(false)) {
      session.notices().show(Notice.done(words("train.there", settings.steps())));
    } else {
      goOn(settings);
    }
  }

  /// Goes on from what was trained last, up to the steps of `settings` in all.
  public void goOn(TrainingSettings settings) {
    start(settings, earlier().orElse(null));
  }

  private void start(TrainingSettings settings, @Nullable Trained from) {
    if (!able.get()) {
      return;
    }
    if (isTraining()
        || busy.getAsBoolean()
        || session.results().servingProperty().get() != null
        || session.results().calibratingProperty().get()) {
      session.notices().show(Notice.done(words("train.busy")));
      return;
    }
    try {
      begin(settings, from);
    } catch (ProblemException refused) {
      session.notices().show(refused.problems());
    }
  }

  private void begin(TrainingSettings settings, @Nullable Trained from) {
    double rate = settings.makeOptimizer().learningRate();
    session.apply(
        Edit.of(
            texts.get("edit.settings"),
            now -> settings.equals(now.training()) ? now : now.withTraining(settings)));
    var project = session.project();
    var control = new TrainingControl(new Setting(rate, settings.batch()));
    var live =
        new LiveTraining(
            session.results().nextNumber(),
            project.network(),
            project.plan(),
            settings,
            control,
            from == null ? null : from.history(),
            session.background());
    var setup =
        new Run.Setup(
            project.cluster(), session.batchProperty().get(), session.repeatsProperty().get());
    int asked = document.get();
    session.results().trainingProperty().set(live);
    var started =
        session
            .background()
            .runToEnd(
                texts.get("train.title"),
                (cancellation, progress) -> {
                  var outcome =
                      new SteeredTraining(
                              new What(
                                  project.network(), project.cluster(), project.plan(), settings),
                              executor,
                              training,
                              control,
                              live.watch())
                          .run(
                              from == null ? null : new Earlier(from.state(), from.history()),
                              cancellation,
                              progress);
                  return Optional.ofNullable(outcome)
                      .map(done -> finished(project, live.number(), setup, done));
                },
                finished -> {
                  if (asked == document.get()) {
                    finished.ifPresentOrElse(
                        this::show,
                        () -> session.notices().show(Notice.done(words("train.nothing"))));
                  }
                });
    job.set(started);
    session.results().stepForeseenProperty().set(true);
    started.runningProperty().addListener((_, _, running) -> clear(running));
    session.commands().fire("view.show.training");
  }

  /// A run and what was trained in it.
  private record Finished(Run run, Trained trained, Outcome outcome) {}

  /// Makes the analyses here, in background, so that no screen has to.
  private static Finished finished(Project project, int number, Run.Setup setup, Outcome outcome) {
    var made = Provenance.of(project.network(), outcome);
    var run =
        new Run(
            number,
            Presets.strategy(project.network(), project.plan()),
            setup,
            new Analyses(outcome.result().trace(), made));
    Analyses.CATALOGUE.forEach(run::find);
    return new Finished(
        run, new Trained(project.network(), outcome.state(), outcome.history()), outcome);
  }

  private void show(Finished finished) {
    session.results().trainedProperty().set(finished.trained());
    session.show(finished.run());
    var outcome = finished.outcome();
    if (!outcome.frozen().isEmpty()) {
      session
          .notices()
          .show(Notice.done(words("train.frozen", String.join(", ", outcome.frozen()))));
    }
    if (outcome.firstStep() instanceof Agreement.Different(Problem problem)) {
      session.notices().show(List.of(problem));
    }
    if (outcome.diverged() != null) {
      session.notices().show(List.of(outcome.diverged()));
    }
  }

  private static Words words(String key, Object... arguments) {
    return Words.of(TrainingRunner.class, key, arguments);
  }

  /// Whether a training is under way, paused or not.
  public boolean isTraining() {
    return session.results().trainingProperty().get() != null;
  }

  /// Breaks it off where it stands.
  private void cancel() {
    var running = job.get();
    if (running != null) {
      running.cancel();
    }
  }

  private void clear(boolean running) {
    if (!running) {
      job.set(null);
      session.results().trainingProperty().set(null);
    }
  }
}
