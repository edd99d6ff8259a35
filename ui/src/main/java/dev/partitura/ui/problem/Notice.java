package dev.partitura.ui.problem;

import dev.partitura.engine.problem.Problem;
import dev.partitura.ui.theme.Language;
import org.jspecify.annotations.Nullable;

/// One thing to tell the user without stopping them.
///
/// @param message what happened and where
/// @param hint what to do; may be empty
/// @param details for a bug report, to copy; may be empty
/// @param problem what it tells of, where the engine says it
/// @param action a remedy to offer, or null
public record Notice(
    Level level,
    String message,
    String hint,
    String details,
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

  /// A remedy: the text of its button and what it does.
  public record Action(String label, Runnable run) {}

  public static Notice done(String message) {
    return new Notice(Level.DONE, message, "", "", null, null);
  }

  /// What the window itself has to object.
  public static Notice warning(String message, String hint) {
    return new Notice(Level.PROBLEM, message, hint, "", null, null);
  }

  public static Notice of(Problem problem, Language language) {
    var details =
        problem.subject().isEmpty() ? problem.code() : problem.code() + " · " + problem.subject();
    return new Notice(
        Level.PROBLEM,
        problem.message(language.locale()),
        problem.hint(language.locale()),
        details,
        problem,
        null);
  }

  public Notice withAction(String label, Runnable run) {
    return new Notice(level, message, hint, details, problem, new Action(label, run));
  }

  /// Whether the program offers something with it, whatever is open: it waits for an answer.
  boolean isOffer() {
    return level == Level.DONE && action != null;
  }

  /// Whether it says only that something was done, and so may go by itself.
  boolean isPassing() {
    return level == Level.DONE && action == null;
  }

  /// Everything as text, for the clipboard.
  String copy() {
    return String.join("\n", java.util.List.of(message, hint, details)).strip();
  }
}
