package dev.partitura.app.desktop;

import java.nio.file.Path;
import java.util.Optional;

/// What the program asks about files. Dialogs answer it in the window; a test answers by itself.
interface FileQuestions {
  /// What to do with work that is not saved.
  enum Answer {
    SAVE,
    DISCARD,
    CANCEL
  }

  /// A file to open.
  Optional<Path> open();

  /// Where to write a file.
  ///
  /// @param suggestion its name with the right ending
  Optional<Path> save(String suggestion);

  /// Asked before unsaved work would be lost.
  Answer unsaved(String name);
}
