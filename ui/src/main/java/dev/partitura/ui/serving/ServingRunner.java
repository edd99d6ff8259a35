package dev.partitura.ui.serving;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.serve.live.Load;
import dev.partitura.engine.execute.serve.live.LoadRun;
import dev.partitura.engine.execute.serve.live.LoadSearch;
import dev.partitura.engine.execute.serve.live.ServedPlan;
import dev.partitura.engine.limit.CancelledException;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.trace.Trace;
import dev.partitura.ui.background.Job;
import dev.partitura.ui.problem.Notice;
import dev.partitura.ui.session.Elsewhere;
import dev.partitura.ui.session.LiveServing;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Served;
import dev.partitura.ui.session.ServedWhat;
import dev.partitura.ui.session.ServingSettings;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.session.Swept;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.theme.Words;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// Serves the project of a session in background, to requests that are made up. Used on the FX
/// thread.
public final class ServingRunner {
  private static final long SEED = 1;

  private final Session session;
  private final BooleanSupplier busy;
  private final Texts texts;
  private final BooleanBinding able;
  private final ReadOnlyObjectWrapper<@Nullable Job> job = new ReadOnlyObjectWrapper<>(this, "job");

  // Kept: it is heard of only while somebody holds it.
  private final ReadOnlyIntegerProperty document;

  /// @param busy whether something else is being measured
  public ServingRunner(Session session, BooleanSupplier busy) {
    this.session = session;
    this.busy = busy;
    texts = session.texts(ServingRunner.class);
    able = Bindings.createBooleanBinding(() -> refusal().isEmpty(), session.projectProperty());
    document = session.results().documentProperty();
    document.addListener(_ -> cancel());
  }

  /// Whether the project can be served, as far as that is seen at once.
  public BooleanBinding ableProperty() {
    return able;
  }

  /// The load under way; null when there is none.
  public ReadOnlyObjectProperty<@Nullable Job> jobProperty() {
    return job.getReadOnlyProperty();
  }

  public boolean isServing() {
    return job.get() != null;
  }

  /// Why the project cannot be served, in the language of the window; empty where it can.
  public Optional<String> refusal() {
    return session.project().network().ops().isEmpty()
        ? Optional.of(texts.get("serve.empty"))
        : Optional.ofNullable(Elsewhere.sentence(session.project(), session.locale()));
  }

  private ServedWhat what() {
    var project = session.project();
    return new ServedWhat(
        project.network(),
        project.cluster(),
        project.plan(),
        Presets.strategy(project.network(), project.plan()));
  }

  /// Puts the project under the load that is set. While something else is measured it says so
  /// instead.
  public void start() {
    var what = what();
    var settings = session.results().servingSettingsProperty().get();
    var live = new LiveServing(what, settings, false, session.background());
    begin(
        live,
        progress -> serve(what, settings, live, progress),
        served -> session.results().servedProperty().set(served));
  }

  /// Looks for the highest load of the project that keeps the deadline, and of the plans of other
  /// runs of the same network and cluster.
  ///
  /// @param others whether those are tried too
  public void sweep(boolean others) {
    var settings = session.results().servingSettingsProperty().get();
    var deadlines = settings.deadlinesMillis();
    if (deadlines != null && deadlines.size() != 1) {
      session.notices().show(Notice.done(Words.of(ServingRunner.class, "sweep.deadline")));
      return;
    }
    var plans = others ? plans() : List.of(what());
    var live = new LiveServing(plans.getFirst(), settings, true, session.background());
    begin(
        live,
        progress -> {
          var asked = settings;
          for (var each : plans) {
            if (!live.isStopped()) {
              asked = sweep(each, asked, live, progress);
            }
          }
          return live.state().swept();
        },
        found -> session.results().sweptProperty().set(found));
  }

  /// The plan at hand, the one that was served last, and those of the runs, each once.
  public List<ServedWhat> plans() {
    var plans = new LinkedHashSet<ServedWhat>();
    var now = what();
    plans.add(now);
    var served = session.results().servedProperty().get();
    if (served != null
        && now.network().equals(served.what().network())
        && now.cluster().equals(served.what().cluster())) {
      plans.add(served.what());
    }
    for (var run : session.runs()) {
      var plan = run.provenance().plan();
      var setup = run.setup();
      if (plan != null
          && setup != null
          && now.network().equals(run.provenance().network())
          && now.cluster().equals(setup.cluster())) {
        plans.add(new ServedWhat(now.network(), now.cluster(), plan, run.strategy()));
      }
    }
    return new ArrayList<>(plans);
  }

  /// What a job does.
  @FunctionalInterface
  private interface Loading<T> {
    T run(Progress progress);
  }

  private <T> void begin(LiveServing live, Loading<T> work, Consumer<T> then) {
    if (!able.get()) {
      refusal().ifPresent(why -> session.notices().show(Notice.done(_ -> why)));
      return;
    }
    if (isServing()
        || busy.getAsBoolean()
        || session.results().trainingProperty().get() != null
        || session.results().calibratingProperty().get()) {
      session.notices().show(Notice.done(Words.of(ServingRunner.class, "serve.busy")));
      return;
    }
    int asked = document.get();
    session.results().servingProperty().set(live);
    var started =
        session
            .background()
            .run(
                texts.get(live.searches() ? "sweep.title" : "serve.title"),
                (_, progress) -> work.run(progress),
                (T made) -> {
                  if (asked == document.get()) {
                    then.accept(made);
                  }
                });
    job.set(started);
    started.runningProperty().addListener((_, _, running) -> clear(running));
  }

  private Served serve(
      ServedWhat what, ServingSettings settings, LiveServing live, Progress progress) {
    progress.update("load", 0, 0);
    try (var plan = loaded(what, settings)) {
      if (live.isStopped()) {
        throw new CancelledException();
      }
      var load = settings.load(plan, true);
      live.begins(load);
      progress.update("serve", 0, 0);
      var result = LoadRun.of(plan, load, live.watch());
      var trace = result.trace();
      return new Served(
          what,
          settings,
          load,
          plan.service(),
          plan.capacityPerSecond(),
          result,
          live.isStopped(),
          trace == null ? null : requests(trace));
    }
  }

  private static ServedPlan loaded(ServedWhat what, ServingSettings settings) {
    return ServedPlan.load(what.network(), what.cluster(), what.plan(), settings.batchMax(), SEED);
  }

  /// Makes the analyses here, in background, so that no screen has to.
  private Run requests(Trace trace) {
    var run = new Run(0, Run.REQUESTS, null, new Analyses(trace, Provenance.UNKNOWN));
    Analyses.CATALOGUE.forEach(run::find);
    return run;
  }

  /// @return the settings with the deadline that it was held to, to which the next is held too:
  ///   plans are compared by one question
  private static ServingSettings sweep(
      ServedWhat what, ServingSettings settings, LiveServing live, Progress progress) {
    live.loads(what);
    progress.update("load", 0, 0);
    try (var plan = loaded(what, settings)) {
      Load load = settings.load(plan, false);
      live.begins(load);
      var points = new ArrayList<LoadSearch.Point>();
      long deadline = load.settings().deadlines().sole();
      double capacity = plan.capacityPerSecond();
      progress.update("sweep", 0, LoadSearch.RATES);
      var found =
          LoadSearch.of(
              plan,
              load,
              live.watch(),
              point -> {
                points.add(point);
                live.tried(new Swept(what, capacity, deadline, points, Double.NaN));
                progress.update("sweep", points.size(), LoadSearch.RATES);
              });
      if (!live.isStopped()) {
        live.tried(new Swept(what, capacity, deadline, found.points(), found.highestPerSecond()));
      }
      return settings.withDeadlinesOf(plan);
    }
  }

  /// Shows the requests of what was served last as the run of all views; adds it to the runs once.
  public void showRequests() {
    var served = session.results().servedProperty().get();
    var requests = served == null ? null : served.requests();
    if (served == null || requests == null) {
      return;
    }
    var there =
        session.runs().stream().filter(run -> run.analyses() == requests.analyses()).findFirst();
    if (there.isPresent()) {
      session.results().choose(there.get());
    } else {
      session.show(
          new Run(session.results().nextNumber(), Run.REQUESTS, null, requests.analyses()));
    }
  }

  /// Ends the load where it stands; what was measured until then is told.
  public void stop() {
    var live = session.results().servingProperty().get();
    if (live != null) {
      live.stop();
      // Nothing is measured yet: there is nothing to wait for.
      if (live.state().load() == null && !live.searches()) {
        cancel();
      }
    }
  }

  /// Breaks it off; nothing is told.
  public void cancel() {
    var running = job.get();
    if (running != null) {
      running.cancel();
    }
  }

  private void clear(boolean running) {
    if (!running) {
      job.set(null);
      session.results().servingProperty().set(null);
    }
  }
}
