package dev.partitura.editor.edit;

import dev.partitura.engine.network.OpId;
import dev.partitura.engine.project.Diagram;
import dev.partitura.engine.project.Diagram.Position;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.session.Edit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Puts nodes (ops, [Terminal]s, [BlockId]s) somewhere on the canvas.
public record MoveNodes(Map<OpId, Position> to, String label) implements Edit {
  public MoveNodes {
    to = Collections.unmodifiableMap(new LinkedHashMap<>(to));
  }

  @Override
  public Project apply(Project before) {
    var positions = new LinkedHashMap<>(before.diagram().positions());
    positions.putAll(to);
    return positions.equals(before.diagram().positions())
        ? before
        : before.withDiagram(new Diagram(positions, before.diagram().collapsed()));
  }
}
