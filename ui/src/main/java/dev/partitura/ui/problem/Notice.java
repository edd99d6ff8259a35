package dev.partitura.ui.problem;

import dev.partitura.engine.problem.Problem;
import dev.partitura.ui.action.Commands;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Words;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One thing to tell the user without stopping them. It stays when the window is built anew in
/// another language, and is then read in that.
///
/// @param message what happened and where
/// @param hint what to do; may be empty
/// @param details for a bug report, to copy; may be empty
/// @param problem what it tells of, where the engine says it
/// @param action a remedy to offer, or null
public record Notice(
    Level level,
    Words message,
    Words hint,
    Words details,
    @Nullable Problem problem,
    @Nullable Action action) {
  /// How much it matters.
  public enum Level {
    /// Something was done.
    DONE,
    /// Wrong input or a refusal.
    PROBLEM,
    /// A fault of the program.
    FAULT
  }

  /// A remedy.
  ///
  /// @param label of its button
  /// @param run does it, with the commands of the window that shows it
  public record Action(Words label, Consumer<Commands> run) {}

  public static Notice done(Words message) {
    return new Notice(Level.DONE, message, Words.NONE, Words.NONE, null, null);
  }

  /// What the window itself has to object.
  public static Notice warning(Words message, Words hint) {
    return new Notice(Level.PROBLEM, message, hint, Words.NONE, null, null);
  }

  public static Notice of(Problem problem) {
    var details =
        problem.subject().isEmpty() ? problem.code() : problem.code() + " · " + problem.subject();
    return new Notice(
        Level.PROBLEM,
        language -> problem.message(language.locale()),
        language -> problem.hint(language.locale()),
        _ -> details,
        problem,
        null);
  }

  public Notice withAction(Words label, Consumer<Commands> run) {
    return new Notice(level, message, hint, details, problem, new Action(label, run));
  }

  /// Whether the program offers something with it, whatever is open: it waits for an answer longer.
  boolean isOffer() {
    return level == Level.DONE && action != null;
  }

  /// Whether it says only that something was done, and so may go by itself.
  boolean isPassing() {
    return level == Level.DONE && action == null;
  }

  /// Everything as text, for the clipboard.
  String copy(Language language) {
    return Stream.of(message, hint, details)
        .map(words -> words.in(language))
        .collect(Collectors.joining("\n"))
        .strip();
  }
}
