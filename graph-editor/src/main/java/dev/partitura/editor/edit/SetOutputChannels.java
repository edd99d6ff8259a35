package dev.partitura.editor.edit;

import dev.partitura.engine.network.OpId;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.session.Edit;

/// Gives a layer another number of output channels, with new random weights.
public record SetOutputChannels(OpId op, long channels, String label) implements Edit {
  @Override
  public Project apply(Project before) {
    var draft = new Draft(before);
    var old = draft.op(op);
    var present = Weights.outputChannels(old, before.network());
    if (present == null) {
      throw ProblemException.of("edit.channels.none", op.name(), op);
    }
    long group = Math.max(1, old.attributes().intOr("group", 1));
    if (channels < 1 || channels > 1 << 20 || channels % group != 0) {
      throw group > 1
          ? ProblemException.of("edit.channels.groups", op.name(), op, channels, group)
          : ProblemException.of("edit.channels.wrong", op.name(), op, channels);
    }
    if (present == channels) {
      return before;
    }
    Weights.resize(draft, old, channels);
    Weights.fit(draft);
    return draft.project();
  }
}
