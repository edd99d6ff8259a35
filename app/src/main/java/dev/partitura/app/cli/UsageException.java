package dev.partitura.app.cli;

/// An option that cannot be understood; the program ends with the exit code of wrong usage.
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
