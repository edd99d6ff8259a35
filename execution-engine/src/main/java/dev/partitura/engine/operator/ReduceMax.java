package dev.partitura.engine.operator;

import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Largest value over axes; a NaN wins. Of nothing: the type's smallest. Booleans from operator set
/// 20. Source: ONNX ReduceMax-1, 11, 12, 13, 18, 20.
final class ReduceMax extends Reduction {
  ReduceMax() {
    super("ReduceMax", 18);
  }

  @Override
  void requireElements(OpContext op) {
    op.requireType(0, type -> type != DataType.STRING, Phrase.of("words.numbersOrBooleans"));
  }

  @Override
  double fold(double[] values, int count) {
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      most = Math.max(most, values[i]);
    }
    return most;
  }

  @Override
  long fold(long[] values, int count, DataType type) {
    long most = Integers.smallest(type);
    for (int i = 0; i < count; i++) {
      most = Integers.compare(values[i], most, type) > 0 ? values[i] : most;
    }
    return most;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    return toTaken(op);
  }
}
