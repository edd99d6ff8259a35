package dev.partitura.editor.edit;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.project.Project;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells whether an edge may be drawn, and if not, why.
public final class Connection {
  private static final Set<String> UNFINISHED =
      Set.of(
          "op.input.missing",
          "op.input.missing.axes",
          "op.input.missing.shape",
          "op.operator.unknown");

  private Connection() {}

  /// Why the value may not go there, or null when it may. Cost: one type inference, or two where
  /// weights are made.
  public static @Nullable Problem check(Project project, String value, OpId target, int slot) {
    var refused = checkPlace(project.network(), value, target, slot);
    return refused != null ? refused : checkTypes(project, value, target, slot);
  }

  /// The part of [#check] that needs no types: does the place exist, is it free, would it close a
  /// circle. Cost: one walk.
  public static @Nullable Problem checkPlace(Network network, String value, OpId target, int slot) {
    var op = network.ops().stream().filter(o -> o.id().equals(target)).findFirst().orElse(null);
    if (op == null) {
      return Problem.of("edit.op.unknown", target.name(), target);
    }
    var producers = producers(network);
    boolean known =
        producers.containsKey(value)
            || network.inputs().stream().anyMatch(i -> i.name().equals(value))
            || network.initializers().containsKey(value);
    if (!known || value.isEmpty()) {
      return Problem.of("edit.value.start", target.name(), value);
    }
    if (slot < 0 || slot >= Slots.count(op)) {
      return Problem.of(
          "edit.slot.unknown", op.name(), op.name(), op.type(), slot + 1, Slots.count(op));
    }
    var present = Slots.value(op, slot);
    if (present.equals(value)) {
      return Problem.of("edit.slot.same", op.name());
    }
    if (!present.isEmpty() && !network.initializers().containsKey(present)) {
      return Problem.of("edit.slot.occupied", op.name(), Slots.name(op, slot), op.name(), present);
    }
    var producer = producers.get(value);
    if (producer != null && reaches(producers, producer, op)) {
      return producer.id().equals(op.id())
          ? Problem.of("edit.cycle.self", op.name(), op.name())
          : Problem.of("edit.cycle", op.name(), producer.name(), op.name());
    }
    return null;
  }

  private static Map<String, Op> producers(Network network) {
    var producers = new HashMap<String, Op>();
    network.ops().forEach(op -> op.outputs().forEach(output -> producers.put(output, op)));
    producers.remove("");
    return producers;
  }

  /// Whether `op` is `from` or one of the ops it depends on.
  private static boolean reaches(Map<String, Op> producers, Op from, Op op) {
    var seen = new HashSet<OpId>();
    var waiting = new ArrayDeque<Op>();
    waiting.add(from);
    while (!waiting.isEmpty()) {
      var next = waiting.poll();
      if (next.id().equals(op.id())) {
        return true;
      }
      if (seen.add(next.id())) {
        for (var input : next.dependencies()) {
          var producer = producers.get(input);
          if (producer != null) {
            waiting.add(producer);
          }
        }
      }
    }
    return false;
  }

  private static @Nullable Problem checkTypes(
      Project project, String value, OpId target, int slot) {
    var before = TypeInference.infer(project.network());
    var after = TypeInference.infer(joined(project, value, target, slot).network());
    return firstNew(before, after);
  }

  /// The first problem that was not there before and is more than an input still missing.
  static @Nullable Problem firstNew(NetworkTypes before, NetworkTypes after) {
    var old = new HashSet<String>();
    before.problems().forEach(problem -> old.add(problem.subject() + problem.code()));
    for (var problem : after.problems()) {
      if (!UNFINISHED.contains(problem.code())
          && !old.contains(problem.subject() + problem.code())) {
        return problem;
      }
    }
    return null;
  }

  static Project joined(Project before, String value, OpId target, int slot) {
    var draft = new Draft(before);
    var op = draft.op(target);
    var replaced = Slots.value(op, slot);
    draft.put(Slots.filled(op, slot, value));
    if (!replaced.isEmpty()) {
      draft.dropUnread(replaced);
    }
    Weights.fit(draft);
    return draft.project();
  }

  /// The first input of the op that would take the value, free ones before occupied, or -1.
  public static int firstLegalSlot(Project project, String value, OpId target) {
    return legalSlots(project, value, target).stream().findFirst().orElse(-1);
  }

  private static List<Integer> legalSlots(Project project, String value, OpId target) {
    var op =
        project.network().ops().stream()
            .filter(o -> o.id().equals(target))
            .findFirst()
            .orElse(null);
    var slots = new ArrayList<Integer>();
    if (op != null) {
      for (int slot : Slots.ports(op, project.network())) {
        if (check(project, value, target, slot) == null) {
          slots.add(slot);
        }
      }
    }
    return slots;
  }
}
