package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.Fused;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Activations, biases and residual sums become part of the op whose result they change, where
/// nobody else wants that result: the value is then written once and never read back.
final class ChainFusion implements NetworkPass {
  private static final Set<String> HEADS =
      Set.of(
          "Conv",
          "ConvTranspose",
          "MatMul",
          "Gemm",
          "BatchNormalization",
          "Add",
          "Sub",
          "Mul",
          "Div");
  private static final Set<String> UNARY =
      Set.of(
          "Relu",
          "LeakyRelu",
          "Elu",
          "Sigmoid",
          "Tanh",
          "Clip",
          "HardSigmoid",
          "HardSwish",
          "Gelu",
          "Softplus",
          "Mish",
          "Abs",
          "Neg",
          "Sqrt",
          "Exp");
  private static final Set<String> BINARY = Set.of("Add", "Mul", "Sub", "Div", "Max", "Min", "Sum");
  private static final int LONGEST = 8;

  @Override
  public LoweredNetwork apply(LoweredNetwork before, Arena memory) {
    if (!before.passes().fuseActivations()) {
      return before;
    }
    var rewrite = new Rewrite(before);
    // From the end, so that of two branches that meet in a sum the longer one takes it and the
    // other is ready before.
    var ops = new ArrayList<>(rewrite.ops());
    Collections.reverse(ops);
    for (var op : ops) {
      if (HEADS.contains(op.type())
          && isOnnx(op)
          && rewrite.isUntouched(op)
          && isHead(rewrite, op)) {
        var chain = chain(rewrite, op);
        if (chain.size() > 1) {
          rewrite.replace(chain, Fused.of(chain, rewrite.opsets()));
        }
      }
    }
    return rewrite.after();
  }

  /// An elementwise op that a heavier one before it will take is not the beginning of a chain.
  private static boolean isHead(Rewrite rewrite, Op op) {
    if (!BINARY.contains(op.type())) {
      return true;
    }
    for (var input : op.inputs()) {
      var producer = rewrite.producer(input);
      if (producer != null
          && rewrite.isUntouched(producer)
          && HEADS.contains(producer.type())
          && fits(rewrite, producer, input, op)
          && Objects.equals(rewrite.soleReader(producer, input), op)) {
        return false;
      }
    }
    return true;
  }

  private static List<Op> chain(Rewrite rewrite, Op head) {
    var chain = new ArrayList<>(List.of(head));
    int longest = head.type().equals("BatchNormalization") ? 2 : LONGEST;
    var running = head.outputs().getFirst();
    for (var next = next(rewrite, head, running);
        next != null && chain.size() < longest;
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
    boolean unary = UNARY.contains(reader.type()) && reader.inputs().getFirst().equals(running);
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
