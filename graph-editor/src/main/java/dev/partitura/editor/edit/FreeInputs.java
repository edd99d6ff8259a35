package dev.partitura.editor.edit;

import dev.partitura.engine.project.Project;
import dev.partitura.engine.task.lower.FreeBatch;
import dev.partitura.ui.session.Edit;

/// Leaves the batch of the inputs open where no op needs it to be of one size.
public record FreeInputs(String label) implements Edit {
  @Override
  public Project apply(Project before) {
    return before.withNetwork(FreeBatch.of(before.network()));
  }
}
