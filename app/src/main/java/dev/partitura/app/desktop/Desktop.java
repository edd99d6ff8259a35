package dev.partitura.app.desktop;

import dev.partitura.app.cli.WindowOpener;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Autosave;
import dev.partitura.ui.background.FxThread;
import dev.partitura.ui.problem.Notice;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.BundledFonts;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Logo;
import dev.partitura.ui.theme.Theme;
import dev.partitura.ui.training.TrainingRunner;
import dev.partitura.ui.workbench.Preferences;
import dev.partitura.ui.workbench.Snapshot;
import dev.partitura.ui.workbench.Visualizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/// Opens the program's window, or draws it into a picture where there is no display.
public final class Desktop implements WindowOpener {
  private static final double LEAST_WIDTH = 1024;
  private static final double LEAST_HEIGHT = 640;

  private final Wiring wiring;

  public Desktop(Wiring wiring) {
    this.wiring = wiring;
  }

  /// Reads what would be opened, and opens nothing.
  ///
  /// @throws dev.partitura.engine.problem.ProblemException when the file or the plan is refused
  public static void check(Request request) {
    read(request);
  }

  private static @Nullable Opened read(Request request) {
    if (request.model() == null) {
      return null;
    }
    var opened = Loader.load(request.model());
    var project = Loader.on(opened.project(), request.cluster());
    for (var plan : request.plans().reversed()) {
      project = Loader.planned(project, plan, request.train() != null);
    }
    return opened.with(project);
  }

  @Override
  public void open(Request request) {
    requireView(request.view());
    var opened = read(request);
    BundledFonts.provide();
    var picture = request.snapshot();
    if (picture == null) {
      show(request, opened);
    } else {
      draw(request, opened, picture);
    }
  }

  private void requireView(@Nullable String view) {
    var known = wiring.contents().visualizers().stream().map(Visualizer::id).toList();
    if (view != null && !known.contains(view)) {
      throw ProblemException.of("window.view.unknown", view, view, known);
    }
  }

  private void show(Request request, @Nullable Opened opened) {
    var closed = new CountDownLatch(1);
    FxThread.start();
    BundledFonts.load();
    var session = FxThread.call(() -> open(request, opened, closed));
    try {
      closed.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    FxThread.run(() -> session.background().close());
    FxThread.stop();
  }

  private Session open(Request request, @Nullable Opened opened, CountDownLatch closed) {
    var preferences = Preferences.ofUser();
    var first = session(request, opened, preferences);
    var frame = WindowFrame.of(request.size(), preferences);
    var stage = new Stage();
    var recovery = new Recovery(first, Autosave.ofUser());
    Runnable quit =
        () -> {
          WindowFrame.of(stage).remember(preferences);
          preferences.write();
          recovery.end();
          stage.close();
          closed.countDown();
        };
    var window =
        new DesktopWindow(
            wiring,
            first,
            preferences,
            session -> follow(recovery, session, stage),
            frame.width(),
            frame.height(),
            quit);
    stage.setScene(window.scene());
    stage.setMinWidth(LEAST_WIDTH);
    stage.setMinHeight(LEAST_HEIGHT);
    frame.give(stage);
    stage.getIcons().add(Logo.image(64));
    stage.titleProperty().bind(window.titleProperty());
    stage.setOnCloseRequest(event -> {
      event.consume();
      window.close();
    });
    begin(window, request, opened, () -> {});
    recovery.offer();
    stage.show();
    return first;
  }

  private static FileQuestions follow(Recovery recovery, Session session, Stage stage) {
    recovery.follow(session);
    return new FileDialogs(stage, session.appearance());
  }

  private void draw(Request request, @Nullable Opened opened, Path picture) {
    // Before the toolkit starts: it shall look for no display.
    System.setProperty("glass.platform", "Headless");
    System.setProperty("prism.order", "sw");
    FxThread.start();
    BundledFonts.load();
    var drawn = new CountDownLatch(1);
    var preferences = new Preferences(null);
    var frame = WindowFrame.of(request.size(), preferences);
    var window =
        FxThread.call(() -> {
          var first = session(request, opened, preferences);
          var made =
              new DesktopWindow(
                  wiring,
                  first,
                  preferences,
                  _ -> new NoQuestions(),
                  frame.width(),
                  frame.height(),
                  () -> {});
          begin(made, request, opened, () -> whenSettled(made, drawn::countDown));
          return made;
        });
    try {
      drawn.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    var image = FxThread.call(() -> Snapshot.draw(window.scene(), 1));
    var problems = FxThread.call(() -> problems(window.session()));
    FxThread.run(() -> window.session().background().close());
    FxThread.stop();
    Snapshot.write(image, picture);
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  /// Does something once the window is laid out and nothing is under way: laying out may begin
  /// jobs, such as one that fits the graph into its room.
  static void whenSettled(DesktopWindow window, Runnable then) {
    Snapshot.settle(window.scene());
    var background = window.session().background();
    background.whenIdle(() -> {
      Snapshot.settle(window.scene());
      if (background.jobs().isEmpty()) {
        then.run();
      } else {
        whenSettled(window, then);
      }
    });
  }

  /// What went wrong while the window was filled, so that a script hears of it too.
  private static List<Problem> problems(Session session) {
    var problems = new ArrayList<Problem>();
    for (var notice : session.notices().shown()) {
      if (notice.level() != Notice.Level.DONE) {
        var problem = notice.problem();
        problems.add(
            problem != null
                ? problem
                : Problem.of("window.notice", "", notice.message().in(Language.ENGLISH)));
      }
    }
    return problems;
  }

  /// @param then called as soon as the last of what is asked for has begun
  static void begin(DesktopWindow window, Request request, @Nullable Opened opened, Runnable then) {
    if (opened == null) {
      window.welcome();
      show(window, request.view());
      then.run();
    } else {
      start(window, request);
      follow(
          window,
          request,
          request.plans().stream().skip(1).toList(),
          () -> serve(window, request, then));
    }
  }

  /// Serves, and then looks for the highest load, as far as that is asked for.
  private static void serve(DesktopWindow window, Request request, Runnable then) {
    if (!request.serve() && !request.sweep()) {
      then.run();
      return;
    }
    var background = window.session().background();
    background.whenIdle(() -> {
      if (request.serve()) {
        window.server().start();
      }
      background.whenIdle(() -> {
        if (request.sweep()) {
          window.server().sweep(true);
        }
        show(window, request.view() == null ? "serving" : request.view());
        then.run();
      });
    });
  }

  private static void start(DesktopWindow window, Request request) {
    if (request.train() != null) {
      train(window.trainer(), request.train(), request.steps());
    } else if (request.run()) {
      window.runner().run();
    }
    show(window, request.view());
  }

  private static void show(DesktopWindow window, @Nullable String view) {
    if (view != null) {
      window.session().commands().fire("view.show." + view);
    }
  }

  /// Lays the next plan and starts again, as soon as what was started is over.
  private static void follow(
      DesktopWindow window, Request request, List<String> plans, Runnable then) {
    var session = window.session();
    if (plans.isEmpty()) {
      if (request.run() && request.plans().size() > 1) {
        session
            .background()
            .whenIdle(() -> {
              compareAll(session);
              then.run();
            });
      } else {
        then.run();
      }
      return;
    }
    session
        .background()
        .whenIdle(() -> {
          var next = Loader.planned(session.project(), plans.getFirst(), request.train() != null);
          session.apply(
              Edit.of(
                  plans.getFirst(), now -> now.withCluster(next.cluster()).withPlan(next.plan())));
          start(window, request);
          follow(window, request, plans.subList(1, plans.size()), then);
        });
  }

  /// Lays all runs over the last one.
  private static void compareAll(Session session) {
    List.copyOf(session.runs()).forEach(session.results()::compare);
  }

  private static void train(TrainingRunner trainer, String data, int steps) {
    var settings = trainer.settings().withData(data);
    trainer.start(steps == 0 ? settings : settings.withSteps(steps));
  }

  private static Session session(
      Request request, @Nullable Opened opened, Preferences preferences) {
    var theme =
        Optional.ofNullable(request.theme())
            .map(code -> code.equals("light") ? Theme.LIGHT : Theme.DARK)
            .or(preferences::theme)
            .orElse(Theme.DARK);
    var language =
        Optional.ofNullable(request.language())
            .map(Language::of)
            .or(preferences::language)
            .orElseGet(Language::ofSystem);
    var appearance = new Appearance(theme, language);
    if (opened == null) {
      return new Session(Loader.empty(""), appearance);
    }
    var session = new Session(opened.project(), appearance);
    opened.showIn(session);
    return session;
  }
}
