package dev.partitura.app.cli;

import dev.partitura.engine.problem.Printable;
import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/// Tells the limits of a machine from faults of the program, and says in one sentence, without the
/// names of Java's classes, what went wrong.
final class Faults {
  private Faults() {}

  /// Whether the input asks for more than any machine or this one has, which is no fault of the
  /// program.
  static boolean isRefusal(Throwable fault) {
    return isMemory(fault) || fault instanceof StackOverflowError || isOverflow(fault);
  }

  private static boolean isMemory(Throwable fault) {
    return has(fault, OutOfMemoryError.class);
  }

  private static boolean isOverflow(Throwable fault) {
    return has(fault, ArithmeticException.class);
  }

  private static boolean has(Throwable fault, Class<? extends Throwable> kind) {
    for (var cause = fault; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  static String sentence(Throwable fault) {
    return Printable.of(text(fault));
  }

  private static String text(Throwable fault) {
    return switch (fault) {
      case Throwable _ when isMemory(fault) ->
          "There is not enough memory for this network. Use a smaller batch or a machine with more memory.";
      case Throwable _ when isOverflow(fault) ->
          "A tensor of this network would be larger than any machine can hold. Check its sizes.";
      case StackOverflowError _ -> "The network is nested too deeply to be read.";
      case ExceptionInInitializerError wrapped when wrapped.getCause() != null ->
          text(wrapped.getCause());
      case ProblemException refused -> refused.problems().getFirst().sentence();
      case NoClassDefFoundError part ->
          "A part of this installation is missing: "
              + plain(part)
              + ". Install Partitura again; in its source folder, ./partitura does.";
      case UnsatisfiedLinkError library ->
          "A library of the system cannot be loaded: "
              + plain(library)
              + ". Install what is named there.";
      case UncheckedIOException wrapped when wrapped.getCause() != null -> text(wrapped.getCause());
      case NoSuchFileException missing ->
          "File " + missing.getFile() + " does not exist. Check its name.";
      case AccessDeniedException denied ->
          "File " + denied.getFile() + " may not be read or written. Check its permissions.";
      case FileSystemException file ->
          "File "
              + file.getFile()
              + " cannot be used: "
              + orElse(file.getReason(), "the system refuses it")
              + ".";
      case IOException io ->
          "Reading or writing failed: "
              + orElse(io.getMessage(), "the system gives no reason")
              + ".";
      default -> "Partitura itself failed here; please report it: " + plain(fault);
    };
  }

  /// The message, or the place of the fault when there is none; class names of exceptions are taken
  /// out.
  private static String plain(Throwable fault) {
    var message = fault.getMessage();
    if (message == null || message.isBlank()) {
      var trace = fault.getStackTrace();
      return trace.length == 0
          ? "no reason is known."
          : "in " + trace[0].getFileName() + ", line " + trace[0].getLineNumber() + ".";
    }
    return message
        .lines()
        .findFirst()
        .orElse(message)
        .replaceAll("\\b(?:[a-z]\\w*\\.)*\\w+(?:Exception|Error)\\b:?\\s*", "");
  }

  private static String orElse(@Nullable String text, String fallback) {
    return text == null || text.isBlank() ? fallback : text;
  }
}
