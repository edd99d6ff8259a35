package dev.partitura.editor.edit;

import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.project.Diagram.Position;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.ui.session.Edit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Adds an op with sensible attributes, behind a value where one is named. A layer gets random
/// weights as soon as it is known what arrives at it. The op joins the stage of the op before it.
///
/// @param behind value that goes into its first input, or null
public record AddOp(
    String domain, String type, OpId id, Position at, @Nullable String behind, String label)
    implements Edit {

  /// With the next free name for its type.
  public static AddOp of(
      Project project,
      String domain,
      String type,
      Position at,
      @Nullable String behind,
      String label) {
    return new AddOp(
        domain, type, new OpId(new FreshNames(project.network()).forType(type)), at, behind, label);
  }

  @Override
  public Project apply(Project before) {
    var operator = Operators.find(domain, type);
    if (operator == null) {
      throw ProblemException.of("edit.operator.unknown", type, type);
    }
    var draft = new Draft(before);
    if (draft.ops.containsKey(id)) {
      throw ProblemException.of("edit.name.taken.op", id.name(), id.name());
    }
    var signature = operator.signature();
    var names = draft.names();
    var outputs = new ArrayList<String>();
    for (int i = 0; i < signature.outputs().size(); i++) {
      outputs.add(i == 0 || operator.startsWithAllOutputs() ? names.take(id.name() + ":" + i) : "");
    }
    while (outputs.size() > 1 && outputs.getLast().isEmpty()) {
      outputs.removeLast();
    }
    var inputs = Collections.nCopies(operator.startingInputs(), "");
    var attributes = new Attributes(operator.startingAttributes());
    var op = new Op(id, domain, type, inputs, outputs, attributes);
    for (var constant : new TreeMap<>(operator.startingConstants()).entrySet()) {
      var name = names.take(id.name() + ":" + signature.inputs().get(constant.getKey()));
      var values = Tensor.ofLongs(constant.getValue(), constant.getValue().length);
      draft.initializers.put(name, Constant.of(values));
      op = Slots.filled(op, constant.getKey(), name);
    }
    draft.put(op);
    draft.positions.put(id, at);
    if (behind != null) {
      var producer = draft.producer(behind);
      if (producer != null && before.plan().partOf(producer.id()) != 0) {
        draft.partition.put(id, before.plan().partOf(producer.id()));
      }
      Weights.fit(draft);
      var added = draft.project();
      return Connection.check(added, behind, id, 0) == null
          ? new Connect(behind, id, 0, label).apply(added)
          : added;
    }
    return draft.project();
  }
}
