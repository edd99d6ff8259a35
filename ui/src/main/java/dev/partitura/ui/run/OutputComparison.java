package dev.partitura.ui.run;

import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.ui.session.Equality;
import java.util.Map;

/// Compares the outputs of a run to those of a single device.
///
/// Splitting a sum over devices may round otherwise, so numbers count as close within 1e-4 of the
/// larger of the two plus 1e-5.
final class OutputComparison {
  private static final double RELATIVE = 1e-4;
  private static final double ABSOLUTE = 1e-5;

  private OutputComparison() {}

  static Equality of(RunResult run, RunResult baseline) {
    return run.cancelled() || baseline.cancelled()
        ? Equality.UNKNOWN
        : of(run.outputs(), baseline.outputs());
  }

  static Equality of(Map<String, Tensor> outputs, Map<String, Tensor> expected) {
    if (!outputs.keySet().equals(expected.keySet())) {
      return Equality.DIFFERENT;
    }
    var equality = Equality.IDENTICAL;
    for (var entry : outputs.entrySet()) {
      var other = expected.get(entry.getKey());
      var found = other == null ? Equality.DIFFERENT : compare(entry.getValue(), other);
      if (found == Equality.DIFFERENT) {
        return found;
      }
      if (found == Equality.CLOSE) {
        equality = found;
      }
    }
    return equality;
  }

  private static Equality compare(Tensor one, Tensor other) {
    if (!one.type().equals(other.type())) {
      return Equality.DIFFERENT;
    }
    // No mismatch of bytes: also the same for strings and not-a-numbers.
    if (one.data().mismatch(other.data()) == -1) {
      return Equality.IDENTICAL;
    }
    for (long i = 0; i < one.elementCount(); i++) {
      double a = one.doubleAt(i);
      double b = other.doubleAt(i);
      boolean bothNaN = Double.isNaN(a) && Double.isNaN(b);
      if (a != b
          && !bothNaN
          && !(Math.abs(a - b) <= ABSOLUTE + RELATIVE * Math.max(Math.abs(a), Math.abs(b)))) {
        return Equality.DIFFERENT;
      }
    }
    return Equality.CLOSE;
  }
}
