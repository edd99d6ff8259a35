package dev.partitura.editor.edit;

import dev.partitura.engine.network.Value;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.ui.session.Edit;

/// Gives an input of the network another type. Weights made here follow.
public record SetInputShape(String input, TensorType type, String label) implements Edit {
  @Override
  public Project apply(Project before) {
    var draft = new Draft(before);
    for (int i = 0; i < draft.inputs.size(); i++) {
      if (draft.inputs.get(i).name().equals(input)) {
        if (type.equals(draft.inputs.get(i).type())) {
          return before;
        }
        draft.inputs.set(i, new Value(input, type));
        Weights.fit(draft);
        return draft.project();
      }
    }
    throw ProblemException.of("edit.input.unknown", input, input);
  }
}
