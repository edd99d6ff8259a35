package dev.partitura.app.desktop;

import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Autosave;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.project.ProjectFile;
import dev.partitura.ui.problem.Notice;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import java.util.List;
import javafx.animation.Animation;
import javafx.animation.PauseTransition;
import javafx.util.Duration;

/// Keeps unsaved work through a crash: sets it aside a few seconds after a change, and offers it at
/// the next start.
final class Recovery {
  private static final Duration DELAY = Duration.seconds(3);

  private final Autosave autosave;
  private final PauseTransition timer = new PauseTransition(DELAY);
  private Session session;
  private boolean busy;

  Recovery(Session session, Autosave autosave) {
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
  private void keep() {
    if (busy) {
      start();
      return;
    }
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
                  autosave.keep(project, original);
                } else {
                  autosave.discard();
                }
                return List.<Notice>of();
              } catch (ProblemException refused) {
                return refused.problems().stream().map(Notice::of).toList();
              }
            },
            notices -> {
              busy = false;
              notices.forEach(session.notices()::show);
            });
  }

  /// Offers what an earlier program left behind.
  void offer() {
    session
        .background()
        .run(
            texts().get("keeping"),
            (_, _) -> autosave.leftovers(),
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
    autosave.discard(left);
    return true;
  }

  /// The program ends as it should: nothing is left to recover.
  void end() {
    timer.stop();
    autosave.discard();
  }

  private Texts texts() {
    return session.texts(Recovery.class);
  }
}
