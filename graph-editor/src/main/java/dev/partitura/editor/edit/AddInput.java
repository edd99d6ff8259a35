package dev.partitura.editor.edit;

import dev.partitura.engine.network.Value;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Diagram.Position;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.ui.session.Edit;

/// Adds an input of the network.
public record AddInput(String name, TensorType type, Position at, String label) implements Edit {

  /// With the next free name and the shape of a small picture.
  public static AddInput of(Project project, Position at, String label) {
    var shape = dev.partitura.engine.tensor.Shape.of(1, 3, 32, 32).withSymbol(0, "batch");
    var type = new TensorType(dev.partitura.engine.tensor.DataType.FLOAT, shape);
    return new AddInput(new FreshNames(project.network()).take("input"), type, at, label);
  }

  @Override
  public Project apply(Project before) {
    var draft = new Draft(before);
    if (!draft.names().take(name).equals(name)) {
      throw ProblemException.of("edit.name.taken.value", name, name);
    }
    draft.inputs.add(new Value(name, type));
    draft.positions.put(Terminal.input(name), at);
    return draft.project();
  }
}
