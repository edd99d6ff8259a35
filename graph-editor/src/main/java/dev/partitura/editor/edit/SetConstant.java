package dev.partitura.editor.edit;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.ui.session.Edit;

/// Gives an op a constant at one of its inputs, such as the target shape of a `Reshape`.
public record SetConstant(OpId op, int slot, Tensor tensor, String label) implements Edit {
  @Override
  public Project apply(Project before) {
    var draft = new Draft(before);
    var old = draft.op(op);
    var present = Slots.value(old, slot);
    if (!present.isEmpty() && !draft.initializers.containsKey(present)) {
      throw ProblemException.of(
          "edit.slot.occupied", op.name(), Slots.name(old, slot), op, present);
    }
    var name = draft.names().take(op.name() + ":" + Slots.name(old, slot));
    draft.initializers.put(name, Constant.of(tensor));
    draft.put(Slots.filled(old, slot, name));
    draft.dropUnread(present);
    Weights.fit(draft);
    return draft.project();
  }
}
