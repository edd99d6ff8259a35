package dev.partitura.editor.edit;

import dev.partitura.engine.network.Value;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Diagram.Position;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.session.Edit;
import org.jspecify.annotations.Nullable;

/// Makes a value an output of the network.
///
/// @param at where it is drawn; null leaves it to the layout
public record AddOutput(String value, @Nullable Position at, String label) implements Edit {
  @Override
  public Project apply(Project before) {
    var draft = new Draft(before);
    if (draft.isOutput(value)) {
      return before;
    }
    if (draft.producer(value) == null
        && !draft.isInput(value)
        && !draft.initializers.containsKey(value)) {
      throw ProblemException.of("edit.value.unknown", value, value);
    }
    draft.outputs.add(new Value(value, null));
    if (at != null) {
      draft.positions.put(Terminal.output(value), at);
    }
    return draft.project();
  }
}
