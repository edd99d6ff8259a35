package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.tensor.DataType;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `x · ½ · (1 + erf(x / √2))`, spelled out in any order of its factors, becomes one `Gelu`.
final class GeluFusion implements NetworkPass {
  private static final double CLOSE = 1e-5;

  @Override
  public LoweredNetwork apply(LoweredNetwork before, Arena memory) {
    if (!before.passes().fuseActivations()) {
      return before;
    }
    var rewrite = new Rewrite(before);
    for (var op : rewrite.ops()) {
      if (op.type().equals("Erf")) {
        fuse(rewrite, op);
      }
    }
    return rewrite.after();
  }

  private static void fuse(Rewrite rewrite, Op erf) {
    var inner = rewrite.producer(erf.inputs().getFirst());
    if (inner == null || !Objects.equals(rewrite.soleReader(inner, erf.inputs().getFirst()), erf)) {
      return;
    }
    var x = scaledByInverseRootOfTwo(rewrite, inner);
    var sum = x == null ? null : reader(rewrite, erf, "Add");
    if (x == null || sum == null || !near(number(rewrite, other(sum, erf)), 1)) {
      return;
    }
    var first = reader(rewrite, sum, "Mul");
    var second = first == null ? null : reader(rewrite, first, "Mul");
    if (first == null) {
      return;
    }
    if (second != null && isProduct(rewrite, x, other(first, sum), other(second, first))) {
      replace(rewrite, x, List.of(inner, erf, sum, first, second), second);
      return;
    }
    var half = halved(rewrite, x, other(first, sum));
    if (half != null && rewrite.together(half, erf)) {
      replace(rewrite, x, List.of(inner, erf, sum, half, first), first);
    }
  }

  /// The value behind `x / √2`, or null.
  private static @Nullable String scaledByInverseRootOfTwo(Rewrite rewrite, Op op) {
    if (op.type().equals("Div") && near(number(rewrite, op.inputs().get(1)), Math.sqrt(2))) {
      return op.inputs().get(0);
    }
    if (!op.type().equals("Mul")) {
      return null;
    }
    for (int i = 0; i < 2; i++) {
      if (near(number(rewrite, op.inputs().get(1 - i)), Math.sqrt(0.5))) {
        return op.inputs().get(i);
      }
    }
    return null;
  }

  /// Whether one factor is `x` and the other one half.
  private static boolean isProduct(Rewrite rewrite, String x, String one, String other) {
    return one.equals(x) && near(number(rewrite, other), 0.5)
        || other.equals(x) && near(number(rewrite, one), 0.5);
  }

  /// The op that makes `value` as half of `x` for one reader alone, or null.
  private static @Nullable Op halved(Rewrite rewrite, String x, String value) {
    var op = rewrite.producer(value);
    boolean half =
        op != null
            && op.type().equals("Mul")
            && isProduct(rewrite, x, op.inputs().get(0), op.inputs().get(1));
    return half && op != null && rewrite.soleReader(op, value) != null ? op : null;
  }

  private static @Nullable Op reader(Rewrite rewrite, Op op, String type) {
    var reader = rewrite.soleReader(op, op.outputs().getFirst());
    return reader != null && reader.type().equals(type) && reader.inputs().size() == 2
        ? reader
        : null;
  }

  private static String other(Op op, Op producer) {
    var produced = producer.outputs().getFirst();
    return op.inputs().get(0).equals(produced) ? op.inputs().get(1) : op.inputs().get(0);
  }

  private static @Nullable Double number(Rewrite rewrite, String value) {
    var constant = rewrite.constant(value);
    return constant != null && constant.dataType() == DataType.FLOAT && constant.elementCount() == 1
        ? constant.doubleAt(0)
        : null;
  }

  private static boolean near(@Nullable Double number, double expected) {
    return number != null && Math.abs(number - expected) < CLOSE;
  }

  private static void replace(Rewrite rewrite, String x, List<Op> members, Op last) {
    var type = rewrite.type(x);
    if (type != null && type.dataType() == DataType.FLOAT) {
      rewrite.replace(
          members, new Op(last.id(), "", "Gelu", List.of(x), last.outputs(), Attributes.NONE));
    }
  }
}
