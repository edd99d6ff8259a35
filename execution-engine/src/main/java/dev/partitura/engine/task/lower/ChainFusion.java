package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.Fused;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.Trait;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Activations, biases and residual sums become part of the op whose result they change, where
/// nobody else wants that result: the value is then written once and never read back.
final class ChainFusion implements NetworkPass {
  private static final int LONGEST = 8;

  @Override
  public LoweredNetwork apply(LoweredNetwork before) {
    if (!before.passes().fuseActivations()) {
      return before;
    }
    var rewrite = new Rewrite(before);
    // From the end, so that of two branches that meet in a sum the longer one takes it and the
    // other is ready before.
    var ops = new ArrayList<>(rewrite.ops());
    Collections.reverse(ops);
    for (var op : ops) {
      if ((has(op, Trait.HEAD) || has(op, Trait.HEAD_OF_RECTIFIER)) && rewrite.isUntouched(op)) {
        var chain = chain(rewrite, op);
        if (chain.size() > 1) {
          rewrite.replace(chain, Fused.of(chain, rewrite.opsets()));
        }
      }
    }
    return rewrite.after();
  }

  private static boolean has(Op op, Trait trait) {
    var operator = Operators.find(op);
    return operator != null && operator.has(trait);
  }

  private static List<Op> chain(Rewrite rewrite, Op head) {
    var chain = new ArrayList<>(List.of(head));
    boolean takesAny = has(head, Trait.HEAD);
    var running = head.outputs().getFirst();
    for (var next = next(rewrite, head, running);
        next != null
            && (takesAny ? chain.size() < LONGEST : has(next, Trait.RECTIFIER))
            && !has(chain.getLast(), Trait.ENDS_CHAIN);
        next = next(rewrite, next, running)) {
      chain.add(next);
      running = next.outputs().getFirst();
    }
    return chain;
  }

  private static @Nullable Op next(Rewrite rewrite, Op op, String running) {
    var reader = rewrite.soleReader(op, running);
    return reader != null && fits(rewrite, op, running, reader) ? reader : null;
  }

  /// Whether `reader` changes the elements of `running` one by one and keeps its type.
  private static boolean fits(Rewrite rewrite, Op op, String running, Op reader) {
    var operator = Operators.find(reader);
    if (operator == null || !operator.has(Trait.BEHIND_HEAD)) {
      return false;
    }
    boolean first = reader.inputs().getFirst().equals(running);
    boolean fitting =
        operator.signature().combinesTwo()
            ? reader.inputs().size() == 2
                && !reader.attributes().has("broadcast")
                && (first || operator.has(Trait.COMMUTATIVE))
            : first;
    boolean oneResult =
        op.outputs().stream().skip(1).allMatch(String::isEmpty) && reader.outputs().size() == 1;
    var type = rewrite.type(running);
    return fitting
        && oneResult
        && type != null
        && Objects.equals(type, rewrite.type(reader.outputs().getFirst()));
  }
}
