package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.limit.StepsExhaustedException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs one reference kernel into memory of its own, that the garbage collector frees unless the
/// caller names an owner.
public final class Evaluation implements Operator.Outputs {
  private final OpContext op;
  private final @Nullable Arena memory;
  private final List<@Nullable Tensor> produced = new ArrayList<>();

  private Evaluation(OpContext op, @Nullable Arena memory) {
    this.op = op;
    this.memory = memory;
    for (int i = 0; i < op.outputCount(); i++) {
      produced.add(null);
    }
  }

  /// The outputs of one run, null where nobody wants one.
  ///
  /// @throws ProblemException when the kernel refuses its inputs, or when an output would not fit
  ///   into memory
  public static List<@Nullable Tensor> of(
      Operator operator, OpContext op, List<@Nullable Tensor> inputs) {
    return of(null, operator, op, inputs);
  }

  private static List<@Nullable Tensor> of(
      @Nullable Arena memory, Operator operator, OpContext op, List<@Nullable Tensor> inputs) {
    Checkpoint.pass();
    var evaluation = new Evaluation(op, memory);
    try {
      operator.compute(op, inputs, evaluation);
    } catch (ArithmeticException tooLarge) {
      throw op.refuse("op.size");
    } catch (OutOfMemoryError _) {
      throw op.refuse("op.memory");
    }
    return evaluation.produced;
  }

  /// As [#of], but given up where it takes more than `steps` checkpoints: what a compiler may spend
  /// on a value that the run can make as well. A loop that never ends ends here.
  ///
  /// @param memory owns the outputs; null leaves them to the garbage collector
  /// @return null when it was given up
  public static @Nullable List<@Nullable Tensor> within(
      long steps,
      @Nullable Arena memory,
      Operator operator,
      OpContext op,
      List<@Nullable Tensor> inputs) {
    try {
      return Checkpoint.within(steps, () -> of(memory, operator, op, inputs));
    } catch (StepsExhaustedException _) {
      return null;
    }
  }

  @Override
  public Tensor get(int index, TensorType type) {
    var tensor = allocate(type);
    while (produced.size() <= index) {
      produced.add(null);
    }
    produced.set(index, tensor);
    return tensor;
  }

  private Tensor allocate(TensorType type) {
    long limit = Runtime.getRuntime().maxMemory();
    long elementBytes = Math.max(8, type.dataType().sizeBytes());
    try {
      if (type.knownShape().elementCount() <= limit / elementBytes
          || type.sizeBytes() <= limit && type.dataType() != DataType.STRING) {
        return memory == null ? Tensor.allocate(type) : Tensor.allocate(type, memory);
      }
    } catch (ArithmeticException | OutOfMemoryError _) {
      // Said below, as for a size that is too large from the start.
    }
    throw op.refuse("op.memory.output", type);
  }

  @Override
  public boolean wanted(int index) {
    return index < op.op().outputs().size() && !op.op().outputs().get(index).isEmpty();
  }
}
