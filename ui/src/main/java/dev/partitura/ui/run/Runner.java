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
import dev.partitura.engine.project.Project;
import dev.partitura.ui.background.Job;
import dev.partitura.ui.problem.Notice;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import java.util.List;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
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

  /// A run, and what a person should know of it.
  record Finished(Run run, List<Phrase> notes, boolean measuredNothing) {}

  public Runner(Session session, PlanRunner executor) {
    this.session = session;
    this.executor = executor;
    texts = session.texts(Runner.class);
    able =
        Bindings.createBooleanBinding(
            () -> !session.project().network().ops().isEmpty(), session.projectProperty());
  }

  /// Whether there is anything to run.
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
    if (!able.get()) {
      return;
    }
    if (isRunning()) {
      session.notices().show(Notice.done(texts.get("run.busy")));
      return;
    }
    var project = session.project();
    int number = session.runs().stream().mapToInt(Run::number).max().orElse(0) + 1;
    int batch = session.batchProperty().get();
    int repeats = session.repeatsProperty().get();
    var started =
        session
            .background()
            .runToEnd(
                texts.get("run.title"),
                (cancellation, progress) ->
                    analysed(measure(project, number, batch, repeats, cancellation, progress)),
                this::show);
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
    }
  }

  /// Adds a run that ended to the session. On the FX thread.
  void show(Finished finished) {
    if (finished.measuredNothing()) {
      session.notices().show(Notice.done(texts.get("run.nothing")));
      return;
    }
    var run = finished.run();
    session.show(run);
    finished
        .notes()
        .forEach(note -> session.notices().show(Notice.done(note.text(session.locale()))));
    if (run.agreement() instanceof Agreement.Different(var problem)) {
      session.notices().show(List.of(problem));
    }
  }

  /// Runs the plan and, by turns with it, the single device. Blocks; any thread but FX's.
  private Finished measure(
      Project project,
      int number,
      int batch,
      int repeats,
      Cancellation cancellation,
      Progress progress) {
    var request =
        new RunRequest(
            project.network(),
            project.cluster(),
            project.plan(),
            batch,
            Map.of(),
            SEED,
            repeats,
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
            new Run.Setup(project.cluster(), batch, repeats),
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
