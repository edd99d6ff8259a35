package dev.partitura.engine.operator;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.tensor.DataType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Product over axes; of nothing 1. Source: ONNX ReduceProd-1, 11, 13, 18.
final class ReduceProd extends Reduction {
  ReduceProd() {
    super("ReduceProd", 18);
  }

  @Override
  double fold(double[] values, int count) {
    double product = 1;
    for (int i = 0; i < count; i++) {
      product *= values[i];
    }
    return product;
  }

  @Override
  long fold(long[] values, int count, DataType type) {
    long product = 1;
    for (int i = 0; i < count; i++) {
      product *= values[i];
    }
    return product;
  }

  @Override
  public List<@Nullable String> gradients(Backward op) {
    int[] axes = foldedAxes(op);
    return shared(
        op,
        (x, _) -> {
          var zero = op.same(x, op.number(0));
          var filled = op.plus(x, zero);
          var product = product(op, filled, axes);
          var elsewhere = op.minus(op.summed(zero, axes), zero);
          return op.times(op.over(product, filled), op.same(elsewhere, op.number(0)));
        });
  }

  /// The product over axes, which are kept.
  private static String product(Backward op, String value, int[] axes) {
    var list = Arrays.stream(axes).asLongStream().toArray();
    return axes.length == 0
        ? value
        : op.context().opset() < 18
            ? op.op("ReduceProd", Backward.attributes("axes", Attribute.Ints.of(list)), value)
            : op.op("ReduceProd", value, op.integers(list));
  }
}
