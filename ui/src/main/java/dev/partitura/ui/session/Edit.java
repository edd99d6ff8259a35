package dev.partitura.ui.session;

import dev.partitura.engine.project.Project;
import java.util.function.UnaryOperator;

/// One change a person makes. History keeps what was before and after, so no edit writes its own
/// undo.
public interface Edit {
  /// The project after the change; the same instance when there is nothing to change.
  Project apply(Project before);

  /// What was done, in the language of the window, such as `Move 3 ops`.
  String label();

  /// An edit from a function, for those that need no record of their own.
  static Edit of(String label, UnaryOperator<Project> change) {
    return new Edit() {
      @Override
      public Project apply(Project before) {
        return change.apply(before);
      }

      @Override
      public String label() {
        return label;
      }
    };
  }
}
