package dev.partitura.editor.edit;

import dev.partitura.engine.network.OpId;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.session.Edit;
import java.util.List;

/// Lets a value go into an input of an op. Weights made here follow the shapes that now arrive.
///
/// @param slot place among the op's inputs, see [Slots]
public record Connect(String value, OpId target, int slot, String label) implements Edit {
  @Override
  public Project apply(Project before) {
    var problem = Connection.check(before, value, target, slot);
    if (problem != null) {
      throw new ProblemException(List.of(problem));
    }
    return Connection.joined(before, value, target, slot);
  }
}
