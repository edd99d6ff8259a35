package dev.partitura.app.desktop;

import dev.partitura.engine.execute.TrainingHistory;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Autosave;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.project.RunsFile;
import dev.partitura.engine.training.CheckpointFolder;
import dev.partitura.engine.training.TrainingState;
import dev.partitura.ui.problem.Notice;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.session.Trained;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.theme.Words;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javafx.animation.Animation;
import javafx.animation.PauseTransition;
import javafx.collections.ListChangeListener;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// Keeps unsaved work through a crash: sets it aside a few seconds after a change, and offers it at
/// the next start. Where it cannot be kept, one note says so and the window works without.
final class Recovery {
  private static final Duration DELAY = Duration.seconds(3);

  /// Empty once nothing can be kept.
  private Optional<Autosave> autosave;

  private final PauseTransition timer = new PauseTransition(DELAY);
  private Session session;
  private boolean busy;

  /// Those that stand beside what was set aside.
  private List<Run> keptRuns = List.of();

  private @Nullable TrainingState keptState;

  Recovery(Session session, Optional<Autosave> autosave) {
    this.session = session;
    this.autosave = autosave;
    timer.setOnFinished(_ -> keep());
    follow(session);
  }

  /// Goes on with the session of a window built anew.
  void follow(Session next) {
    session = next;
    next.projectProperty().addListener((_, _, _) -> start());
    next.history().dirtyProperty().addListener((_, _, _) -> start());
    next.runs().addListener((ListChangeListener<Run>) _ -> start());
    next.results().trainedProperty().addListener(_ -> start());
    next.results()
        .trainingProperty()
        .addListener((_, _, live) -> {
          start();
          if (live != null) {
            live.changesProperty().addListener(_ -> start());
          }
        });
  }

  private void start() {
    if (timer.getStatus() != Animation.Status.RUNNING) {
      timer.playFromStart();
    }
  }

  /// One at a time: sets the work aside, or takes away what was set aside once it is saved.
  void keep() {
    if (busy) {
      start();
      return;
    }
    autosave.ifPresent(this::keep);
  }

  private void keep(Autosave place) {
    busy = true;
    Project project = session.project();
    var runs = List.copyOf(session.runs());
    var original = session.fileProperty().get();
    var trained = trained();
    boolean lose =
        session.unsaved().get()
            || original == null && !runs.isEmpty()
            || session.results().trainingProperty().get() != null
            || trained != null;
    boolean newRuns = !runs.equals(keptRuns);
    boolean newState = !Objects.equals(trained, keptState);
    session
        .background()
        .run(
            texts().get("keeping"),
            (_, _) -> {
              try {
                if (lose) {
                  place.keep(project, original);
                  if (newRuns) {
                    RunsFile.write(place.path(), project.network(), Opened.kept(runs));
                  }
                  if (trained != null && newState) {
                    training(place.trainingFolder()).replace(trained);
                  }
                } else {
                  place.discard();
                }
                return List.<Problem>of();
              } catch (ProblemException refused) {
                return refused.problems();
              }
            },
            problems -> {
              busy = false;
              keptRuns = lose ? runs : List.of();
              keptState = lose ? trained : null;
              problems.stream().limit(1).forEach(this::doWithout);
            });
  }

  /// The state of the training under way, or of the last one.
  private @Nullable TrainingState trained() {
    var live = session.results().trainingProperty().get();
    var state = live == null ? null : live.state();
    var last = session.results().trainedProperty().get();
    return state != null ? state : last == null ? null : last.state();
  }

  private static CheckpointFolder training(Path folder) {
    return new CheckpointFolder(folder, Map.of());
  }

  private void doWithout(Problem reason) {
    autosave = Optional.empty();
    note(language -> reason.message(language.locale()));
  }

  private void note(Words reason) {
    session.notices().show(Notice.warning(words("unkept"), reason));
  }

  /// Offers what an earlier program left behind.
  void offer() {
    if (autosave.isEmpty()) {
      note(Words.NONE);
      return;
    }
    var place = autosave.get();
    session
        .background()
        .run(
            texts().get("keeping"),
            (_, _) -> place.leftovers(),
            left -> left.stream().limit(1).forEach(this::offer));
  }

  private void offer(Autosave.Leftover left) {
    session
        .notices()
        .show(Notice.done(words("recovered")).withAction(words("recover"), _ -> restore(left)));
  }

  private void restore(Autosave.Leftover left) {
    session
        .background()
        .run(
            texts().get("opening"),
            (_, _) -> new Recovered(Loader.load(left.file()), trained(left)),
            found -> {
              found.opened().recoverIn(session, left.original());
              found.trained().ifPresent(this::offerToGoOn);
              start();
              session.background().run(texts().get("keeping"), (_, _) -> discard(left), _ -> {});
            });
  }

  private record Recovered(Opened opened, Optional<TrainingState> trained) {}

  /// Where a training stood; empty where there was none, or where its state cannot be read: the
  /// project is worth more.
  private static Optional<TrainingState> trained(Autosave.Leftover left) {
    if (!Files.isDirectory(left.trainingFolder())) {
      return Optional.empty();
    }
    try {
      return Optional.of(training(left.trainingFolder()).read());
    } catch (ProblemException unreadable) {
      return Optional.empty();
    }
  }

  private void offerToGoOn(TrainingState state) {
    var project = session.project();
    var settings = project.training();
    if (settings == null) {
      return;
    }
    var history = new TrainingHistory(settings, state.losses(), List.of(), List.of(), true);
    session.results().trainedProperty().set(new Trained(project.network(), state, history));
    if (state.steps() < settings.steps()) {
      session
          .notices()
          .show(
              Notice.done(words("trained", state.steps(), settings.steps()))
                  .withAction(words("trained.goOn"), _ -> session.commands().fire("train.goOn")));
    }
  }

  private boolean discard(Autosave.Leftover left) {
    autosave.ifPresent(place -> place.discard(left));
    return true;
  }

  /// The program ends as it should: nothing is left to recover.
  void end() {
    timer.stop();
    autosave.ifPresent(Autosave::discard);
  }

  private static Words words(String key, Object... arguments) {
    return Words.of(Recovery.class, key, arguments);
  }

  private Texts texts() {
    return session.texts(Recovery.class);
  }
}
