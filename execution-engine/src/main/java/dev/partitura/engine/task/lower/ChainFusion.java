package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.Fused;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Activations, biases and residual sums become part of the op whose result they change, where
/// nobody else wants that result: the value is then written once and never read back.
final class ChainFusion implements NetworkPass {
  /// Ops whose result is much work; what stands in [#BEHIND] is done before it is stored.
  private static final Set<String> HEADS =
      Set.of("Conv", "ConvTranspose", "MatMul", "Gemm", "BatchNormalization");

  /// Activations that cost next to nothing behind a head. The others are chains of their own.
  private static final Set<String> BEHIND = Set.of("Relu", "LeakyRelu", "Clip", "Abs", "Neg");

  /// Activations after which a chain behind a head ends: they are done in a way that is right for
  /// numbers only, and checked beforehand.
  private static final Set<String> LAST = Set.of("Relu", "Clip");

  private static final Set<String> BINARY = Set.of("Add", "Mul", "Sub", "Div", "Sum");
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
      if (HEADS.contains(op.type()) && isOnnx(op) && rewrite.isUntouched(op)) {
        var chain = chain(rewrite, op);
        if (chain.size() > 1) {
          rewrite.replace(chain, Fused.of(chain, rewrite.opsets()));
        }
      }
    }
    return rewrite.after();
  }

  private static List<Op> chain(Rewrite rewrite, Op head) {
    var chain = new ArrayList<>(List.of(head));
    int longest = head.type().equals("BatchNormalization") ? 2 : LONGEST;
    var running = head.outputs().getFirst();
    for (var next = next(rewrite, head, running);
        next != null && chain.size() < longest && !LAST.contains(chain.getLast().type());
        next = next(rewrite, next, running)) {
      if (head.type().equals("BatchNormalization") && !next.type().equals("Relu")) {
        break;
      }
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
    boolean unary = BEHIND.contains(reader.type()) && reader.inputs().getFirst().equals(running);
    boolean binary =
        BINARY.contains(reader.type())
            && reader.inputs().size() == 2
            && !reader.attributes().has("broadcast")
            && (reader.inputs().getFirst().equals(running)
                || !Set.of("Sub", "Div").contains(reader.type()));
    boolean oneResult =
        op.outputs().stream().skip(1).allMatch(String::isEmpty) && reader.outputs().size() == 1;
    var type = rewrite.type(running);
    return (unary || binary)
        && oneResult
        && isOnnx(reader)
        && type != null
        && Objects.equals(type, rewrite.type(reader.outputs().getFirst()));
  }

  private static boolean isOnnx(Op op) {
    return op.domain().isEmpty() || op.domain().equals("ai.onnx");
  }
}
