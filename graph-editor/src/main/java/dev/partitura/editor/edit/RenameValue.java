package dev.partitura.editor.edit;

import dev.partitura.engine.network.Value;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.session.Edit;
import java.util.List;

/// Gives a value another name wherever it is produced and read: how an input or output of the
/// network is renamed.
public record RenameValue(String value, String name, String label) implements Edit {
  @Override
  public Project apply(Project before) {
    if (value.equals(name)) {
      return before;
    }
    RenameOp.checked(name);
    var draft = new Draft(before);
    if (!draft.names().take(name).equals(name)) {
      throw ProblemException.of("edit.name.taken.value", name, name);
    }
    if (draft.ops.values().stream().anyMatch(op -> op.captures().contains(value))) {
      throw ProblemException.of("edit.value.captured", value, value);
    }
    for (var op : List.copyOf(draft.ops.values())) {
      if (op.inputs().contains(value) || op.outputs().contains(value)) {
        draft.put(op.withInputs(renamed(op.inputs())).withOutputs(renamed(op.outputs())));
      }
    }
    draft.inputs.replaceAll(this::renamed);
    draft.outputs.replaceAll(this::renamed);
    var constant = draft.initializers.remove(value);
    if (constant != null) {
      draft.initializers.put(name, constant);
    }
    RenameOp.follow(draft.positions, Terminal.input(value), Terminal.input(name));
    RenameOp.follow(draft.positions, Terminal.output(value), Terminal.output(name));
    return draft.project();
  }

  private List<String> renamed(List<String> values) {
    return values.stream().map(each -> each.equals(value) ? name : each).toList();
  }

  private Value renamed(Value each) {
    return each.name().equals(value) ? new Value(name, each.type()) : each;
  }
}
