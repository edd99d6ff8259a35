package dev.partitura.editor.edit;

import dev.partitura.engine.network.OpId;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.Selection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/// Deletes ops, the network's inputs and outputs ([Terminal] ids), and edges. What read a deleted
/// value waits for another; constants that nobody reads any more go too.
public record DeleteNodes(Set<OpId> nodes, Set<Selection.Edge> edges, String label)
    implements Edit {
  public DeleteNodes {
    nodes = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(nodes));
    edges = Set.copyOf(edges);
  }

  @Override
  public Project apply(Project before) {
    var draft = new Draft(before);
    var network = before.network();
    var gone = new HashSet<String>();
    var constants = new ArrayList<String>();
    boolean changed = false;
    for (var edge : edges) {
      var reader = draft.ops.get(edge.reader());
      if (reader != null) {
        for (int slot = reader.inputs().size() - 1; slot >= 0; slot--) {
          if (reader.inputs().get(slot).equals(edge.value())) {
            reader = Slots.cleared(reader, slot);
            changed = true;
          }
        }
        draft.put(reader);
      }
    }
    for (var node : nodes) {
      var op = draft.ops.remove(node);
      var input = Terminal.inputOf(node, network);
      var output = Terminal.outputOf(node, network);
      if (op != null) {
        op.outputs().stream().filter(value -> !value.isEmpty()).forEach(gone::add);
        constants.addAll(op.dependencies());
      } else if (input != null) {
        draft.inputs.removeIf(value -> value.name().equals(input));
        gone.add(input);
      } else if (output != null) {
        draft.outputs.removeIf(value -> value.name().equals(output));
      } else {
        continue;
      }
      changed = true;
    }
    if (!changed) {
      return before;
    }
    draft.detach(gone);
    constants.forEach(draft::dropUnread);
    return draft.project();
  }
}
