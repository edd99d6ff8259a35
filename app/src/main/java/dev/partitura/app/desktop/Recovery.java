package dev.partitura.app.desktop;

import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Autosave;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.project.RunsFile;
import dev.partitura.ui.problem.Notice;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.theme.Words;
import java.util.List;
import java.util.Optional;
import javafx.animation.Animation;
import javafx.animation.PauseTransition;
import javafx.collections.ListChangeListener;
import javafx.util.Duration;

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
    boolean lose = session.unsaved().get() || original == null && !runs.isEmpty();
    boolean newRuns = !runs.equals(keptRuns);
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
              problems.stream().limit(1).forEach(this::doWithout);
            });
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
            (_, _) -> Loader.load(left.file()),
            opened -> {
              opened.recoverIn(session, left.original());
              start();
              session.background().run(texts().get("keeping"), (_, _) -> discard(left), _ -> {});
            });
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

  private static Words words(String key) {
    return Words.of(Recovery.class, key);
  }

  private Texts texts() {
    return session.texts(Recovery.class);
  }
}
