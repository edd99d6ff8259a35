package dev.partitura.ui.run;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.PlanRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.trace.Trace;
import dev.partitura.ui.background.Job;
import dev.partitura.ui.problem.Notice;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.Elsewhere;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.theme.Words;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// Runs the project of a session in background, and by turns with it the same samples on a single
/// device: every run is measured against that, and its outputs are compared before they are called
/// right.
public final class Runner {
  private static final long SEED = 1;

  private final Session session;
  private final PlanRunner executor;
  private final Texts texts;
  private final ReadOnlyObjectWrapper<@Nullable Job> job = new ReadOnlyObjectWrapper<>(this, "job");
  private final BooleanBinding able;

  // Kept: it is heard of only while somebody holds it.
  private final ReadOnlyIntegerProperty document;

  /// A run, and what a person should know of it.
  record Finished(Run run, List<Phrase> notes, boolean measuredNothing) {}

  public Runner(Session session, PlanRunner executor) {
    this.session = session;
    this.executor = executor;
    texts = session.texts(Runner.class);
    able =
        Bindings.createBooleanBinding(
            () ->
                !session.project().network().ops().isEmpty()
                    && Elsewhere.reason(session.project()) == null,
            session.projectProperty());
    document = session.results().documentProperty();
    document.addListener(_ -> cancel());
  }

  /// Whether there is anything to run, and it is here.
  public BooleanBinding ableProperty() {
    return able;
  }

  /// The run under way; null when there is none.
  public ReadOnlyObjectProperty<@Nullable Job> jobProperty() {
    return job.getReadOnlyProperty();
  }

  public boolean isRunning() {
    return job.get() != null;
  }

  /// Starts a run of the project as it is now. While one is under way it says so instead: two at
  /// once would measure each other. On the FX thread.
  public void run() {
    var elsewhere = Elsewhere.reason(session.project());
    if (elsewhere != null && !session.project().network().ops().isEmpty()) {
      session.notices().show(List.of(elsewhere));
    }
    if (!able.get()) {
      return;
    }
    if (isRunning()
        || session.results().trainingProperty().get() != null
        || session.results().servingProperty().get() != null) {
      session.notices().show(Notice.done(words("run.busy")));
      return;
    }
    if (session.results().calibratingProperty().get()) {
      session.notices().show(Notice.done(words("calibrate.under")));
      return;
    }
    var project = session.project();
    int number = session.results().nextNumber();
    int batch = session.batchProperty().get();
    int repeats = session.repeatsProperty().get();
    var setup = new Run.Setup(project.cluster(), batch, repeats);
    int asked = document.get();
    var started =
        session
            .background()
            .runToEnd(
                texts.get("run.title"),
                (cancellation, progress) ->
                    attempt(
                        project,
                        number,
                        setup,
                        cancellation,
                        new LiveTrace(progress, trace -> watch(project, number, asked, trace))),
                attempt -> {
                  if (asked == document.get()) {
                    attempt.accept(this);
                  }
                });
    job.set(started);
    started.runningProperty().addListener((_, _, running) -> clear(running));
  }

  public void cancel() {
    var running = job.get();
    if (running != null) {
      running.cancel();
    }
  }

  private void clear(boolean running) {
    if (!running) {
      job.set(null);
      session.results().underWayProperty().set(null);
    }
  }

  /// Shows the latest repeat of a run under way. Any thread.
  private void watch(Project project, int number, int asked, Trace trace) {
    var strategy = Presets.strategy(project.network(), project.plan());
    var made =
        new Provenance(project.network(), project.plan(), null, null, null, Agreement.UNKNOWN);
    var live = new Run(number, strategy, null, new Analyses(trace, made));
    session
        .background()
        .later(() -> {
          if (isRunning() && asked == document.get()) {
            session.results().underWayProperty().set(live);
          }
        });
  }

  /// Runs, or finds out that the batch cannot be split as the plan wants it, for which there may be
  /// a way out.
  private Consumer<Runner> attempt(
      Project project, int number, Run.Setup setup, Cancellation cancellation, Progress progress) {
    try {
      var finished = analysed(measure(project, number, setup, cancellation, progress));
      return runner -> runner.show(finished);
    } catch (ProblemException refused) {
      var way = UnsplitBatch.wayOut(project, setup.batch(), refused);
      if (way == null) {
        throw refused;
      }
      return runner -> runner.offer(refused.problems().getFirst(), way);
    }
  }

  /// Shows a refusal with an edit that makes a run of it.
  private void offer(Problem refused, UnsplitBatch way) {
    session
        .notices()
        .show(
            Notice.of(refused)
                .withAction(
                    way.label(),
                    commands -> {
                      session.apply(Edit.of(way.edit().in(session.appearance().language()), way));
                      session.batchProperty().set(way.batch());
                      commands.fire("run.run");
                    }));
  }

  private static Words words(String key) {
    return Words.of(Runner.class, key);
  }

  /// Adds a run that ended to the session. On the FX thread.
  void show(Finished finished) {
    if (finished.measuredNothing()) {
      session.notices().show(Notice.done(words("run.nothing")));
      return;
    }
    var run = finished.run();
    session.show(run);
    finished
        .notes()
        .forEach(
            note -> session.notices().show(Notice.done(language -> note.text(language.locale()))));
    if (run.agreement() instanceof Agreement.Different(var problem)) {
      session.notices().show(List.of(problem));
    }
  }

  /// Runs the plan and, by turns with it, the single device. Blocks; any thread but FX's.
  private Finished measure(
      Project project, int number, Run.Setup setup, Cancellation cancellation, Progress progress) {
    var request =
        new RunRequest(
            project.network(),
            project.cluster(),
            project.plan(),
            setup.batch(),
            Map.of(),
            SEED,
            setup.repeats(),
            RunRequest.UNTIL_SETTLED);
    var compared = executor.runBesideUnsplit(request, cancellation, progress);
    var unsplit = compared.unsplit();
    var made =
        Provenance.of(
            project.network(),
            compared.run(),
            compared.run().cancelled() || unsplit.cancelled() ? null : unsplit,
            compared.agreement());
    return new Finished(
        new Run(
            number,
            Presets.strategy(project.network(), project.plan()),
            setup,
            new Analyses(compared.run().trace(), made)),
        compared.run().notes(),
        compared.run().hasMeasuredNothing());
  }

  /// Makes the analyses here, in background, so that no screen has to.
  private static Finished analysed(Finished finished) {
    if (!finished.measuredNothing()) {
      Analyses.CATALOGUE.forEach(finished.run()::find);
    }
    return finished;
  }
}
