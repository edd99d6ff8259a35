package dev.partitura.app.desktop;

import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.TrainingControl;
import dev.partitura.engine.execute.TrainingHistory;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.execute.serve.QueuePolicy;
import dev.partitura.ui.background.FxThread;
import dev.partitura.ui.session.CourseAxis;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.LiveTraining;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.ServingSettings;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import dev.partitura.ui.training.TrainingRunner;
import dev.partitura.ui.workbench.Preferences;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.testfx.util.WaitForAsyncUtils;

/// How a window can stand: what was opened in it and what has become of its runs.
enum WindowState {
  /// Nothing was opened yet.
  WELCOME,
  /// A network without ops.
  EMPTY,
  /// A network that was not run.
  OPENED,
  RUN,
  /// A run stands beside the one it is compared with.
  COMPARED,
  /// The first repeats of a run are there, the rest is not.
  UNDER_WAY,
  CANCELLED,
  /// The plan has changed since the run.
  STALE,
  /// Hardware that is not here, of which one device would run out of memory.
  ELSEWHERE,
  /// What was asked for was refused.
  REFUSED,
  /// A training is held on its way; another is done.
  TRAINING,
  /// Two trainings are done.
  TRAINED,
  /// Trainings that exchange more and less often lie over each other along the bytes they moved.
  TRADED,
  /// One training that moved bytes has none to lie beside.
  TRADED_ALONE,
  /// A load is over, and the highest one was searched; the plan has changed since.
  SERVED;

  private static final int PATIENCE_SECONDS = 120;

  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// A session in this state. Blocks; any thread but FX's.
  Session make() throws Exception {
    var session = FxThread.call(this::open);
    var runner = FxThread.call(() -> wiring().runner(session));
    var trainer = FxThread.call(() -> wiring().trainer(session, runner));
    switch (this) {
      case WELCOME, EMPTY, OPENED -> {}
      case TRAINING -> train(trainer);
      case TRAINED -> {
        train(trainer);
        spread(session, "data=2");
        train(trainer);
      }
      case TRADED -> {
        for (var plan : List.of("data=2", "data=2,average-every=2", "data=2,average-every=8")) {
          spread(session, plan);
          train(trainer);
        }
        FxThread.run(() -> session.results().courseAxisProperty().set(CourseAxis.BYTES));
      }
      case TRADED_ALONE -> {
        spread(session, "data=2");
        train(trainer);
        FxThread.run(() -> session.results().courseAxisProperty().set(CourseAxis.BYTES));
      }
      case RUN, UNDER_WAY -> run(runner);
      case COMPARED -> {
        run(runner);
        spread(session, "pipeline=2,micro-batches=8");
        run(runner);
        FxThread.run(() -> session.results().compare(session.runs().getFirst()));
      }
      case CANCELLED -> {
        FxThread.run(() -> session.repeatsProperty().set(100_000));
        FxThread.run(runner::run);
        wait(() -> session.results().underWayProperty().get() != null);
        FxThread.run(runner::cancel);
        wait(() -> !runner.isRunning());
      }
      case STALE -> {
        run(runner);
        spread(session, "pipeline=2,micro-batches=8");
      }
      case ELSEWHERE -> {
        var predictor = FxThread.call(() -> wiring().predictor(session));
        wait(() -> session.background().jobs().isEmpty());
        FxThread.run(predictor::keep);
      }
      case SERVED -> {
        serve(session, false);
        spread(session, "data=2");
        serve(session, true);
        spread(session, "pipeline=2,micro-batches=8");
      }
      case REFUSED -> {
        FxThread.run(() -> session.batchProperty().set(3));
        run(runner);
      }
    }
    return session;
  }

  private Session open() {
    var appearance = new Appearance(Theme.DARK, Language.ENGLISH);
    appearance.motionProperty().set(false);
    if (this == WELCOME || this == EMPTY) {
      return new Session(Loader.empty(""), appearance);
    }
    if (this == ELSEWHERE) {
      // Half of it needs more than a T4 has.
      var tall = "gpt:hidden=8192,layers=12,heads=64,seq=512,vocab=32000";
      var on = Loader.on(Loader.load(tall).project(), "2*1xT4");
      return new Session(Loader.planned(on, "pipeline=2,micro-batches=4", false), appearance);
    }
    var opened =
        Loader.planned(Loader.load("lenet").project(), "pipeline=2,micro-batches=4", false);
    return new Session(opened, appearance);
  }

  private static void spread(Session session, String plan) {
    var spread = Loader.planned(session.project(), plan, false);
    FxThread.run(() -> session.apply(Edit.of("", now -> now.withPlan(spread.plan()))));
  }

  private static void run(dev.partitura.ui.run.Runner runner) throws Exception {
    FxThread.run(runner::run);
    wait(() -> !runner.isRunning());
  }

  private static void train(TrainingRunner trainer) throws Exception {
    FxThread.run(() -> trainer.start(trainer.settings().withSteps(30)));
    wait(() -> !trainer.isTraining());
  }

  /// Puts the project under a load that any machine bears, or searches for the highest.
  private static void serve(Session session, boolean searches) throws Exception {
    var server = FxThread.call(() -> wiring().server(session, () -> false));
    FxThread.run(() -> {
      session
          .results()
          .servingSettingsProperty()
          .set(
              new ServingSettings(
                  ServingSettings.Kind.POISSON,
                  200.0,
                  4,
                  2,
                  1,
                  List.of(50.0),
                  searches ? 0.5 : 1,
                  QueuePolicy.FIFO,
                  true));
      if (searches) {
        server.sweep(true);
      } else {
        server.start();
      }
    });
    wait(() -> !server.isServing());
  }

  private static void wait(java.util.concurrent.Callable<Boolean> until) throws Exception {
    WaitForAsyncUtils.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS, () -> FxThread.call(until));
  }

  private static Wiring wiring() {
    return new Wiring(new LoweringRunner(new LocalExecutor()), new LocalExecutor());
  }

  /// A window on such a session. On the FX thread.
  DesktopWindow show(Session session, int width, int height) {
    var window =
        new DesktopWindow(
            wiring(),
            session,
            new Preferences(null),
            _ -> new NoQuestions(),
            width,
            height,
            () -> {});
    if (this == WELCOME) {
      window.welcome();
    }
    if (this == UNDER_WAY) {
      var run = java.util.Objects.requireNonNull(session.currentRun());
      session.results().underWayProperty().set(new Run(2, run.strategy(), null, run.analyses()));
    }
    if (this == TRAINING) {
      session.results().trainingProperty().set(held(session));
    }
    return window;
  }

  /// A training that has told of some steps, with another learning rate for the last of them.
  private static LiveTraining held(Session session) {
    var run = java.util.Objects.requireNonNull(session.currentRun());
    var history = java.util.Objects.requireNonNull(run.provenance().training());
    var control = new TrainingControl(new TrainingControl.Setting(0.0005, 32));
    var live =
        new LiveTraining(
            2,
            session.project().network(),
            session.project().plan(),
            history.settings(),
            control,
            null,
            session.background());
    var watch = live.watch();
    watch.checked(run.agreement());
    watch.changed(new TrainingHistory.Change(1, 0.001, 32));
    for (int step = 1; step <= 20; step++) {
      watch.step(step, history.losses()[step], 1_000_000);
    }
    watch.changed(new TrainingHistory.Change(12, 0.0005, 32));
    watch.scored(history.scores().getLast());
    live.setPaused(true);
    return live;
  }
}
