package dev.partitura.editor.edit;

import dev.partitura.engine.network.OpId;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.session.Edit;

/// Takes away what arrives at an input of an op.
public record Disconnect(OpId target, int slot, String label) implements Edit {
  @Override
  public Project apply(Project before) {
    var draft = new Draft(before);
    var op = draft.op(target);
    var value = Slots.value(op, slot);
    if (value.isEmpty()) {
      return before;
    }
    draft.put(Slots.cleared(op, slot));
    draft.dropUnread(value);
    return draft.project();
  }
}
