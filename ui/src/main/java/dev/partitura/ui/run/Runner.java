package dev.partitura.ui.run;

import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.execute.TaskGraphExecutor;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.Strategy;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.background.Job;
import dev.partitura.ui.session.Equality;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// Runs the project of a session in background, and beside it the same network on a single device
/// to compare with.
public final class Runner {
  private static final long SEED = 1;
  private static final int WARMUPS = 1;

  private final Session session;
  private final TaskGraphExecutor executor;
  private final Texts texts;
  private final ReadOnlyObjectWrapper<@Nullable Job> job = new ReadOnlyObjectWrapper<>(this, "job");
  private @Nullable Baseline baseline;

  /// The single-device run that the next ones can be compared to.
  private record Baseline(Network network, Plan plan, RunResult result) {
    boolean fits(Project project, Plan single, int samples) {
      return network.equals(project.network())
          && plan.equals(single)
          && result.samples() == samples;
    }
  }

  public Runner(Session session, TaskGraphExecutor executor) {
    this.session = session;
    this.executor = executor;
    texts = session.texts(Runner.class);
  }

  /// The run under way; null when there is none.
  public ReadOnlyObjectProperty<@Nullable Job> jobProperty() {
    return job.getReadOnlyProperty();
  }

  public boolean isRunning() {
    return job.get() != null;
  }

  /// Starts a run of the project as it is now, unless one is under way. On the FX thread.
  public void run() {
    if (isRunning()) {
      return;
    }
    var project = session.project();
    int number = session.runs().stream().mapToInt(Run::number).max().orElse(0) + 1;
    int batch = session.batchProperty().get();
    int repeats = session.repeatsProperty().get();
    var known = Optional.ofNullable(baseline);
    var started =
        session
            .background()
            .runToEnd(
                texts.get("run.title"),
                (cancellation, progress) ->
                    analysed(
                        measure(project, number, batch, repeats, known, cancellation, progress)),
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

  private void show(Run run) {
    var single = run.baseline();
    if (single != null && !single.cancelled()) {
      baseline = new Baseline(run.project().network(), single(run.project()), single);
    }
    session.show(run);
    run.result()
        .notes()
        .forEach(note -> session.notices().show(dev.partitura.ui.problem.Notice.done(note)));
  }

  /// Runs the plan and, unless it is known, the single-device run. Blocks; any thread but FX's.
  private Run measure(
      Project project,
      int number,
      int batch,
      int repeats,
      Optional<Baseline> known,
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
            WARMUPS);
    var result = executor.run(request, cancellation, progress);
    var label = PlanLabel.of(project.plan(), texts);
    var single = single(project);
    if (result.cancelled()) {
      return new Run(number, label, project, result, null, Equality.UNKNOWN);
    }
    if (project.plan().strategy() == Strategy.SINGLE && project.plan().equals(single)) {
      return new Run(number, label, project, result, result, Equality.IDENTICAL);
    }
    var reference =
        known
            .filter(baseline -> baseline.fits(project, single, result.samples()))
            .map(Baseline::result)
            .orElse(null);
    if (reference == null) {
      var alone =
          new RunRequest(
              project.network(),
              project.cluster(),
              single,
              result.samples(),
              Map.of(),
              SEED,
              repeats,
              WARMUPS);
      reference =
          executor.run(
              alone, cancellation, (_, done, total) -> progress.update("compare", done, total));
    }
    return new Run(
        number,
        label,
        project,
        result,
        reference.cancelled() ? null : reference,
        OutputComparison.of(result, reference));
  }

  /// Makes the analyses here, in background, so that no screen has to.
  private static Run analysed(Run run) {
    run.report();
    run.idle();
    return run;
  }

  private static Plan single(Project project) {
    return Plan.single(project.cluster().devices().getFirst().id())
        .withPasses(project.plan().passes());
  }
}
