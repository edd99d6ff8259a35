package dev.partitura.app.desktop;

import dev.partitura.samples.SampleModels;
import dev.partitura.ui.action.Command;
import dev.partitura.ui.problem.Notice;
import dev.partitura.ui.run.Runner;
import dev.partitura.ui.serving.ServingCommands;
import dev.partitura.ui.serving.ServingRunner;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.theme.Words;
import dev.partitura.ui.training.TrainingRunner;
import dev.partitura.ui.workbench.Preferences;
import dev.partitura.ui.workbench.Workbench;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ChangeListener;
import javafx.scene.Scene;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.StackPane;

/// The content of the program's window, whole: workbench, welcome, files and languages. Works in a
/// shown scene and in a picture.
final class DesktopWindow {
  private final Wiring wiring;
  private final Preferences preferences;
  private final Function<Session, FileQuestions> questions;
  private final Runnable quit;
  private final StackPane root = new StackPane();
  private final Scene scene;
  private Session session;
  private Runner runner;
  private TrainingRunner trainer;
  private ServingRunner server;
  private Documents documents;
  private Workbench workbench;
  private boolean welcoming;
  private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper(this, "title");

  /// @param quit closes the window for good
  DesktopWindow(
      Wiring wiring,
      Session first,
      Preferences preferences,
      Function<Session, FileQuestions> questions,
      int width,
      int height,
      Runnable quit) {
    this.wiring = wiring;
    this.preferences = preferences;
    this.questions = questions;
    this.quit = quit;
    scene = new Scene(root, width, height);
    first.appearance().dress(scene);
    session = first;
    runner = wiring.runner(first);
    trainer = wiring.trainer(first, runner);
    server = wiring.server(first, runner::isRunning);
    documents = new Documents(first, preferences, questions.apply(first));
    workbench = build();
    // Before any panel sees them: to what lies under the pointer a file means nothing.
    scene.addEventFilter(
        DragEvent.DRAG_OVER,
        event -> {
          if (event.getDragboard().hasFiles()) {
            event.acceptTransferModes(TransferMode.COPY);
            event.consume();
          }
        });
    scene.addEventFilter(
        DragEvent.DRAG_DROPPED,
        event -> {
          if (event.getDragboard().hasFiles()) {
            event.setDropCompleted(true);
            event.consume();
            Path dropped = event.getDragboard().getFiles().getFirst().toPath();
            session.background().later(() -> documents.open(dropped));
          }
        });
  }

  Scene scene() {
    return scene;
  }

  Session session() {
    return session;
  }

  Runner runner() {
    return runner;
  }

  TrainingRunner trainer() {
    return trainer;
  }

  ServingRunner server() {
    return server;
  }

  Documents documents() {
    return documents;
  }

  Workbench workbench() {
    return workbench;
  }

  /// What its frame is called.
  ReadOnlyStringProperty titleProperty() {
    return title.getReadOnlyProperty();
  }

  private String title() {
    return (session.unsaved().get() ? "• " : "") + documents.name() + " — Partitura";
  }

  /// Shows the welcome until a project is opened or begun.
  void welcome() {
    welcoming = true;
    cover();
    var began = session.projectProperty();
    began.addListener(
        new ChangeListener<>() {
          @Override
          public void changed(
              javafx.beans.value.ObservableValue<? extends dev.partitura.engine.project.Project> o,
              dev.partitura.engine.project.Project a,
              dev.partitura.engine.project.Project b) {
            began.removeListener(this);
            welcoming = false;
            cover();
          }
        });
  }

  private void cover() {
    workbench.cover(
        welcoming ? new Welcome(session, actions()).create(preferences.recentFiles()) : null);
  }

  private Workbench build() {
    session.commands().addAll(documents.commands());
    session.commands().addAll(commands());
    session.commands().addAll(new ServingCommands(session, server).commands());
    var predictor = wiring.predictor(session);
    var runs =
        runner
            .jobProperty()
            .isNotNull()
            .or(trainer.jobProperty().isNotNull())
            .or(server.jobProperty().isNotNull());
    predictor.holdWhile(runs.or(session.results().calibratingProperty()));
    var calibrating = wiring.calibrating(session, predictor, runs::get);
    var built =
        new Workbench(
            session, preferences, runner, trainer, predictor, calibrating, wiring.contents());
    built.listen(scene);
    root.getChildren().setAll(built.root());
    title.bind(
        Bindings.createStringBinding(
            this::title,
            session.fileProperty(),
            session.history().projectProperty(),
            session.unsaved()));
    return built;
  }

  /// The same project in the other language: all screens are made anew.
  void changeLanguage() {
    if (!session.background().jobs().isEmpty()) {
      session.notices().show(Notice.done(Words.of(DesktopWindow.class, "language.later")));
      return;
    }
    var appearance = session.appearance();
    appearance.languageProperty().set(appearance.language().other());
    preferences.remember(appearance.theme(), appearance.language());
    var tornOff = workbench.docks().tornOff();
    workbench.close();
    scene.setOnKeyPressed(null);
    // A scene holds what has its focus, and with it all of the screens before.
    root.requestFocus();
    session = session.renewed();
    runner = wiring.runner(session);
    trainer = wiring.trainer(session, runner);
    server = wiring.server(session, runner::isRunning);
    documents = documents.renewed(session, questions.apply(session));
    workbench = build();
    workbench.docks().tearOff(tornOff);
    if (welcoming) {
      welcome();
    }
  }

  private List<Command> commands() {
    var texts = texts();
    var commands = new ArrayList<Command>();
    commands.add(
        Command.of(
            "view.language",
            texts.get("group.view"),
            texts.get("language", session.appearance().language().other().nativeName()),
            "",
            this::changeLanguage));
    for (var sample : SampleModels.all()) {
      commands.add(
          Command.of(
              "sample." + sample.name(),
              texts.get("group.samples"),
              SampleTitle.of(sample, texts),
              "",
              () -> documents.open(sample.name(), "single", () -> {})));
    }
    commands.add(
        Command.of(
            "file.quit", texts.get("group.file"), texts.get("quit"), "Shortcut+Q", this::close));
    return commands;
  }

  /// Ends the program, once nothing would be lost.
  void close() {
    documents.whenSafe(() -> {
      workbench.close();
      quit.run();
    });
  }

  private Texts texts() {
    return session.texts(DesktopWindow.class);
  }

  private Welcome.Actions actions() {
    return new Welcome.Actions() {
      @Override
      public void start(SampleCard card) {
        documents.open(card.sample(), card.plan(), runner::run);
      }

      @Override
      public void create() {
        documents.create();
      }

      @Override
      public void open() {
        documents.open();
      }

      @Override
      public void open(Path file) {
        documents.open(file);
      }
    };
  }
}
