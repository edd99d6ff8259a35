package dev.partitura.engine.operator;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.limit.StepsExhaustedException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs one reference kernel into memory of its own that the garbage collector frees.
public final class Evaluation implements Operator.Outputs {
  private final OpContext op;
  private final List<@Nullable Tensor> produced = new ArrayList<>();

  private Evaluation(OpContext op) {
    this.op = op;
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
    Checkpoint.pass();
    var evaluation = new Evaluation(op);
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
  /// @return null when it was given up
  public static @Nullable List<@Nullable Tensor> within(
      long steps, Operator operator, OpContext op, List<@Nullable Tensor> inputs) {
    try {
      return Checkpoint.within(steps, () -> of(operator, op, inputs));
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
        return Tensor.allocate(type);
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
