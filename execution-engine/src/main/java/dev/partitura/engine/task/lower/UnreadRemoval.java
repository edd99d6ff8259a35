package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.plan.schedule.Precedence;
import dev.partitura.engine.training.Recomputation;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Leaves out ops that no output of the network and nothing that stays needs, once constants are
/// folded: in a part of a batch they could fail on values that nobody asked for. A network without
/// outputs, such as one that is still being drawn, keeps its ops, and so does the way back of a
/// training step those that are done again.
final class UnreadRemoval implements NetworkPass {
  @Override
  public LoweredNetwork apply(LoweredNetwork before) {
    if (!before.passes().foldConstants() || before.network().outputs().isEmpty()) {
      return before;
    }
    var rewrite = new Rewrite(before);
    var ops = rewrite.ops();
    var staying = staying(before, ops);
    var needed = HashSet.<String>newHashSet(ops.size());
    before.network().outputs().forEach(output -> needed.add(output.name()));
    for (var op : ops.reversed()) {
      if (makesOne(op, needed) || makesOne(op, staying) || isDoneAgain(before, op)) {
        needed.addAll(op.dependencies());
      } else {
        rewrite.remove(op);
      }
    }
    return rewrite.after();
  }

  /// By its name and where it stands: a network may call an op of its own so.
  private static boolean isDoneAgain(LoweredNetwork network, Op op) {
    return Precedence.phase(network.kindOf(op.id())) != Phase.F
        && Recomputation.isDoneAgain(op.name());
  }

  /// The values that stay, and those that lie in their place.
  private static Set<String> staying(LoweredNetwork network, List<Op> ops) {
    var staying = new HashSet<>(network.kept());
    for (var op : ops) {
      var operator = staying.isEmpty() ? null : Operators.find(op);
      for (int output = 0; operator != null && output < op.outputs().size(); output++) {
        int over = operator.takesPlaceOf(output);
        if (over >= 0 && staying.contains(op.inputs().get(over))) {
          staying.add(op.outputs().get(output));
        }
      }
    }
    return staying;
  }

  private static boolean makesOne(Op op, Set<String> values) {
    return !Collections.disjoint(op.outputs(), values);
  }
}
