package dev.partitura.editor.edit;

import dev.partitura.engine.network.OpId;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.session.Edit;
import java.util.LinkedHashMap;
import java.util.List;

/// Gives an op another name; plan and diagram follow.
public record RenameOp(OpId op, String name, String label) implements Edit {
  @Override
  public Project apply(Project before) {
    if (op.name().equals(name)) {
      return before;
    }
    var next = new OpId(checked(name));
    var draft = new Draft(before);
    var old = draft.op(op);
    if (draft.ops.containsKey(next)) {
      throw ProblemException.of("edit.name.taken.op", name, name);
    }
    var order = List.copyOf(draft.ops.values());
    draft.ops.clear();
    order.forEach(each -> draft.put(each.id().equals(op) ? old.withId(next) : each));
    follow(draft.partition, op, next);
    follow(draft.positions, op, next);
    return draft.project();
  }

  static String checked(String name) {
    if (name.isBlank()
        || !name.equals(name.strip())
        || name.chars().anyMatch(Character::isISOControl)) {
      throw ProblemException.of("edit.name.bad", name);
    }
    return name;
  }

  static <V> void follow(java.util.Map<OpId, V> map, OpId old, OpId next) {
    var copy = new LinkedHashMap<>(map);
    map.clear();
    copy.forEach((id, value) -> map.put(id.equals(old) ? next : id, value));
  }
}
