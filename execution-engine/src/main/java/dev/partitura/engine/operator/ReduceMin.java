package dev.partitura.engine.operator;

import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Smallest value over axes; a NaN wins. Of nothing: the type's largest. Booleans from operator set
/// 20. Source: ONNX ReduceMin-1, 11, 12, 13, 18, 20.
final class ReduceMin extends Reduction {
  ReduceMin() {
    super("ReduceMin", 18);
  }

  @Override
  void requireElements(OpContext op) {
    op.requireType(0, type -> type != DataType.STRING, Phrase.of("words.numbersOrBooleans"));
  }

  @Override
  double fold(double[] values, int count) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      least = Math.min(least, values[i]);
    }
    return least;
  }

  @Override
  long fold(long[] values, int count, DataType type) {
    long least = Integers.largest(type);
    for (int i = 0; i < count; i++) {
      least = Integers.compare(values[i], least, type) < 0 ? values[i] : least;
    }
    return least;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return toTaken(op);
  }
}
