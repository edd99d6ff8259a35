package dev.partitura.app.desktop;

import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.project.ProjectFile;
import dev.partitura.engine.project.RunsFile;
import dev.partitura.ui.action.Command;
import dev.partitura.ui.problem.Notice;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.theme.Words;
import dev.partitura.ui.workbench.Preferences;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Opening and saving: asks before work is lost, reads and writes in background, remembers recent
/// files.
final class Documents {
  private final Session session;
  private final Preferences preferences;
  private final FileQuestions questions;
  private final Texts texts;

  /// Shared by the windows of a program: a notice of an earlier one may still save.
  private final AtomicReference<@Nullable ProjectFile> saved;

  Documents(Session session, Preferences preferences, FileQuestions questions) {
    this(
        session,
        preferences,
        questions,
        new AtomicReference<>(lookAt(session.fileProperty().get())));
  }

  private Documents(
      Session session,
      Preferences preferences,
      FileQuestions questions,
      AtomicReference<@Nullable ProjectFile> saved) {
    this.session = session;
    this.preferences = preferences;
    this.questions = questions;
    texts = session.texts(Documents.class);
    this.saved = saved;
  }

  private static @Nullable ProjectFile lookAt(@Nullable Path file) {
    return file == null ? null : new ProjectFile(file).seen();
  }

  /// The same documents in the session of a window built anew.
  Documents renewed(Session next, FileQuestions nextQuestions) {
    return new Documents(next, preferences, nextQuestions, saved);
  }

  List<Command> commands() {
    var commands = new ArrayList<>(fileCommands());
    commands.addAll(new Exports(session, questions).commands());
    return commands;
  }

  private List<Command> fileCommands() {
    var group = texts.get("group.file");
    return List.of(
        Command.of("file.new", group, texts.get("file.new"), "Shortcut+N", this::create),
        Command.of("file.open", group, texts.get("file.open"), "Shortcut+O", this::open),
        Command.of("file.save", group, texts.get("file.save"), "Shortcut+S", () -> save(() -> {})),
        Command.of(
            "file.saveAs",
            group,
            texts.get("file.saveAs"),
            "Shortcut+Shift+S",
            () -> saveAs(() -> {})));
  }

  /// Begins an empty network.
  void create() {
    whenSafe(() ->
        session
            .background()
            .run(
                texts.get("opening"),
                (_, _) -> Loader.empty(texts.get("untitled")),
                p -> show(new Opened(p, null))));
  }

  void open() {
    whenSafe(() -> questions.open().ifPresent(this::load));
  }

  void open(Path file) {
    whenSafe(() -> load(file));
  }

  /// Opens a sample under a plan, and then does something with it, such as running it.
  void open(String sample, String plan, Runnable then) {
    whenSafe(() ->
        session
            .background()
            .run(
                texts.get("opening"),
                (_, _) -> Loader.planned(Loader.load(sample).project(), plan, false),
                project -> {
                  show(new Opened(project, null));
                  then.run();
                }));
  }

  private void load(Path file) {
    session
        .background()
        .run(
            texts.get("opening"),
            (_, _) -> Loader.load(file),
            opened -> {
              show(opened);
              preferences.addRecentFile(file);
            });
  }

  /// Shows a project that was read without changes.
  void show(Opened opened) {
    saved.set(lookAt(opened.file()));
    opened.showIn(session);
  }

  /// Goes on when nothing would be lost: at once, after saving, or after the user gave the work up.
  void whenSafe(Runnable then) {
    if (!session.unsaved().get()) {
      then.run();
      return;
    }
    switch (questions.unsaved(name())) {
      case SAVE -> save(then);
      case DISCARD -> then.run();
      case CANCEL -> {}
    }
  }

  /// Saves to the project's file, or asks for one; then goes on.
  void save(Runnable then) {
    var file = session.fileProperty().get();
    if (file == null) {
      saveAs(then);
    } else {
      write(file, then);
    }
  }

  private void saveAs(Runnable then) {
    questions
        .save(name() + ProjectFile.EXTENSION)
        .ifPresent(file -> write(FileName.withEnding(file, ProjectFile.EXTENSION), then));
  }

  private void write(Path file, Runnable then) {
    var last = saved.get();
    write(
        last != null && last.path().equals(file.toAbsolutePath()) ? last : new ProjectFile(file),
        file,
        ProjectFile::saveUnlessChanged,
        then);
  }

  /// One way to save to a project's file; tells whether it did.
  private interface Saving {
    boolean save(ProjectFile target, Project project, ProjectFile.Place place);
  }

  private void write(ProjectFile target, Path file, Saving saving, Runnable then) {
    Project project = session.project();
    var runs = List.copyOf(session.runs());
    session
        .background()
        .run(
            texts.get("saving"),
            (_, _) ->
                saving.save(target, project, ProjectFile.Place.AUTOMATIC)
                    ? Optional.of(RunsFile.write(file, project.network(), Opened.kept(runs)))
                    : Optional.<List<Problem>>empty(),
            leftOut ->
                leftOut.ifPresentOrElse(
                    problems -> {
                      session.results().markSaved(runs);
                      finish(target, file, project, then);
                      session.notices().show(problems);
                    },
                    () -> warn(target, file, then)));
  }

  private void finish(ProjectFile target, Path file, Project written, Runnable then) {
    saved.set(target);
    session.fileProperty().set(file);
    session.history().markSaved(written);
    preferences.addRecentFile(file);
    session.notices().show(Notice.done(words("saved", file.getFileName())));
    then.run();
  }

  /// Another program has saved there meanwhile: its work is lost only if the user says so.
  private void warn(ProjectFile target, Path file, Runnable then) {
    Saving anyway =
        (place, project, where) -> {
          place.save(project, where);
          return true;
        };
    session
        .notices()
        .show(
            Notice.warning(words("changed", file.getFileName()), words("changed.hint"))
                .withAction(words("changed.overwrite"), _ -> write(target, file, anyway, then)));
  }

  private static Words words(String key, Object... arguments) {
    return Words.of(Documents.class, key, arguments);
  }

  /// What the window calls the project.
  String name() {
    return FileName.of(session, texts);
  }
}
