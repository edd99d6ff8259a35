package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.Fused;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.Trait;
import dev.partitura.engine.tensor.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Elementwise float32 ops one behind the other, such as a `Gelu` or a `HardSwish` spelled out,
/// become one op that reads and writes memory once. Each number is calculated as by the ops one at
/// a time, to the last bit.
final class ElementwiseFusion implements NetworkPass {
  private static final int LONGEST = 16;

  @Override
  public LoweredNetwork apply(LoweredNetwork before) {
    if (!before.passes().fuseActivations()) {
      return before;
    }
    var rewrite = new Rewrite(before);
    for (var op : rewrite.ops()) {
      if (rewrite.isUntouched(op) && isElementwise(rewrite, op)) {
        var chain = chain(rewrite, op);
        if (chain.size() > 1) {
          rewrite.replace(chain, Fused.of(chain, rewrite.opsets()));
        }
      }
    }
    return rewrite.after();
  }

  private static List<Op> chain(Rewrite rewrite, Op head) {
    var chain = new ArrayList<Op>();
    for (var op = head;
        op != null && chain.size() < LONGEST && isElementwise(rewrite, op);
        op = rewrite.soleReader(op, op.outputs().getFirst())) {
      chain.add(op);
    }
    return chain;
  }

  /// Whether each input of the op is a number or has exactly the type of the result.
  private static boolean isElementwise(Rewrite rewrite, Op op) {
    var operator = Operators.find(op);
    if (operator == null || !operator.has(Trait.IN_CHAIN)) {
      return false;
    }
    boolean fitting =
        !operator.signature().combinesTwo()
            || op.inputs().size() == 2 && !op.attributes().has("broadcast");
    var type = op.outputs().isEmpty() ? null : rewrite.type(op.outputs().getFirst());
    return fitting
        && op.outputs().size() == 1
        && type != null
        && type.isStatic()
        && type.dataType() == DataType.FLOAT
        && op.inputs().stream()
            .allMatch(input ->
                input.isEmpty()
                    || isNumber(rewrite, input)
                    || Objects.equals(rewrite.type(input), type));
  }

  private static boolean isNumber(Rewrite rewrite, String value) {
    var constant = rewrite.constant(value);
    return constant != null && constant.type().knownShape().elementCount() == 1;
  }
}
