package dev.partitura.editor.edit;

import dev.partitura.engine.project.Diagram;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.session.Edit;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// Collapses and expands blocks. The diagram is then laid out anew, since what was one node needs
/// the room of many.
public record ToggleBlock(Set<String> collapse, Set<String> expand, String label) implements Edit {
  public ToggleBlock {
    collapse = Set.copyOf(collapse);
    expand = Set.copyOf(expand);
  }

  @Override
  public Project apply(Project before) {
    var collapsed = new LinkedHashSet<>(before.diagram().collapsed());
    collapsed.removeAll(expand);
    collapsed.addAll(collapse);
    return !collapsed.equals(before.diagram().collapsed())
        ? before.withDiagram(new Diagram(Map.of(), collapsed))
        : before;
  }
}
