package dev.partitura.editor.edit;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.session.Edit;
import org.jspecify.annotations.Nullable;

/// Sets an attribute of an op, or takes it away when the value is null. Weights made here follow.
public record SetAttribute(OpId op, String name, @Nullable Attribute value, String label)
    implements Edit {
  @Override
  public Project apply(Project before) {
    var draft = new Draft(before);
    var old = draft.op(op);
    if (java.util.Objects.equals(old.attributes().get(name), value)) {
      return before;
    }
    draft.put(
        old.withAttributes(
            value == null ? old.attributes().without(name) : old.attributes().with(name, value)));
    Weights.fit(draft);
    return draft.project();
  }
}
