package dev.partitura.editor.edit;

import dev.partitura.engine.project.Diagram;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.session.Edit;
import java.util.Map;

/// Leaves the place of every node to the layout.
public record Tidy(String label) implements Edit {
  @Override
  public Project apply(Project before) {
    return before.diagram().positions().isEmpty()
        ? before
        : before.withDiagram(new Diagram(Map.of(), before.diagram().collapsed()));
  }
}
