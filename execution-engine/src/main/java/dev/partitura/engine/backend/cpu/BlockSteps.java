package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.network.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns a chain of elementwise ops into a [BlockProgram].
final class BlockSteps {
  private final Compilation compilation;
  private final List<BlockProgram.Step> steps = new ArrayList<>();
  private final List<String> operands = new ArrayList<>();
  private String source = "";

  private BlockSteps(Compilation compilation) {
    this.compilation = compilation;
  }

  /// @param source the value it begins with
  /// @param operands the other values it reads, all of the same shape
  record Chain(BlockProgram program, String source, List<String> operands) {}

  /// The whole fused as a program, or null where one of its ops is none of numbers by themselves.
  static @Nullable Chain of(Compilation compilation, FusedOps fused) {
    var chain = new BlockSteps(compilation);
    if (!chain.begin(fused.head())) {
      return null;
    }
    var running = fused.head().outputs().getFirst();
    for (var op : fused.tail()) {
      if (!chain.append(op, running)) {
        return null;
      }
      running = op.outputs().getFirst();
    }
    return new Chain(new BlockProgram(chain.steps), chain.source, List.copyOf(chain.operands));
  }

  private boolean begin(Op head) {
    for (var input : head.inputs()) {
      if (!input.isEmpty()
          && Elementwise.scalar(compilation, input) == null
          && hasShapeOf(input, head.outputs().getFirst())) {
        source = input;
        return append(head, input);
      }
    }
    return false;
  }

  private boolean append(Op op, String running) {
    var function = Elementwise.function(compilation, op);
    if (function != null) {
      steps.add(new BlockProgram.Step.Alone(function));
      return op.inputs().getFirst().equals(running);
    }
    int binary = Elementwise.binary(op);
    if (binary == 0) {
      return false;
    }
    boolean first = op.inputs().get(0).equals(running);
    var other = op.inputs().get(first ? 1 : 0);
    var number = Elementwise.scalar(compilation, other);
    if (number != null && hasShapeOf(running, op.outputs().getFirst())) {
      steps.add(new BlockProgram.Step.Alone(Elementwise.withNumber(binary, number, first)));
      return true;
    }
    if (!hasShapeOf(other, op.outputs().getFirst())) {
      return false;
    }
    int place = operands.indexOf(other);
    if (place < 0) {
      place = operands.size();
      operands.add(other);
    }
    steps.add(new BlockProgram.Step.With(Elementwise.pair(binary, first), place));
    return true;
  }

  private boolean hasShapeOf(String value, String result) {
    return Arrays.equals(
            compilation.values().floatSizes(value), compilation.values().floatSizes(result))
        && compilation.values().floatSizes(value) != null;
  }
}
