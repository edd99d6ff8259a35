package dev.partitura.editor.edit;

import dev.partitura.engine.network.OpId;
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
      throw Refusal.of(
          "edit.channels.none", op.name(), op + " has no weights yet.", "Connect its input first.");
    }
    long group = Math.max(1, old.attributes().intOr("group", 1));
    if (channels < 1 || channels > 1 << 20 || channels % group != 0) {
      throw Refusal.of(
          "edit.channels.wrong",
          op.name(),
          op + " cannot have " + channels + " output channels.",
          group > 1
              ? "Choose a multiple of its " + group + " groups."
              : "Choose a number from 1 to 1048576.");
    }
    if (present == channels) {
      return before;
    }
    Weights.resize(draft, old, channels);
    Weights.fit(draft);
    return draft.project();
  }
}
