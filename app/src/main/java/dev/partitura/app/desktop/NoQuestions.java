package dev.partitura.app.desktop;

import java.nio.file.Path;
import java.util.Optional;

/// Answers for a window that nobody sits at.
final class NoQuestions implements FileQuestions {
  @Override
  public Optional<Path> open() {
    return Optional.empty();
  }

  @Override
  public Optional<Path> save(String suggestion) {
    return Optional.empty();
  }

  @Override
  public Answer unsaved(String name) {
    return Answer.CANCEL;
  }
}
