package dev.partitura.app.desktop;

import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Autosave;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.project.ProjectFile;
import dev.partitura.ui.problem.Notice;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import java.util.List;
import java.util.Optional;
import javafx.animation.Animation;
import javafx.animation.PauseTransition;
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
    boolean dirty = session.history().isDirty();
    Project project = session.project();
    var original = session.fileProperty().get();
    session
        .background()
        .run(
            texts().get("keeping"),
            (_, _) -> {
              try {
                if (dirty) {
                  place.keep(project, original);
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
              problems.stream().limit(1).forEach(this::doWithout);
            });
  }

  private void doWithout(Problem reason) {
    autosave = Optional.empty();
    note(reason.message(session.locale()));
  }

  private void note(String reason) {
    session.notices().show(Notice.warning(texts().get("unkept"), reason));
  }

  /// Offers what an earlier program left behind.
  void offer() {
    if (autosave.isEmpty()) {
      note("");
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
        .show(
            Notice.done(texts().get("recovered"))
                .withAction(texts().get("recover"), () -> restore(left)));
  }

  private void restore(Autosave.Leftover left) {
    session
        .background()
        .run(
            texts().get("opening"),
            (_, _) -> ProjectFile.read(left.file()),
            project -> {
              session.open(project, left.original(), false);
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

  private Texts texts() {
    return session.texts(Recovery.class);
  }
}
