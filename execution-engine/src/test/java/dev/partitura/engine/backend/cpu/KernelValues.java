package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Attributes and constants of the networks by which kernels are compared.
final class KernelValues {
  private KernelValues() {}

  static Attributes window(long side) {
    return Attributes.NONE.with("kernel_shape", ints(side, side));
  }

  static Attribute ints(long... values) {
    return new Attribute.Ints(Arrays.stream(values).boxed().toList());
  }

  static Attribute number(long value) {
    return new Attribute.IntValue(value);
  }

  static Attribute decimal(float value) {
    return new Attribute.FloatValue(value);
  }

  static Attribute text(String value) {
    return new Attribute.StringValue(value);
  }

  static Tensor random(long... sizes) {
    return filled(-0.5, sizes);
  }

  /// Weights under which values keep their size from convolution to convolution.
  static Tensor gentle(long... sizes) {
    var tensor = random(sizes);
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setFloat(i, tensor.floatAt(i) * 0.2f);
    }
    return tensor;
  }

  static Tensor positive(long... sizes) {
    return filled(0.5, sizes);
  }

  static Tensor filled(double lowest, long... sizes) {
    var tensor = Tensor.allocate(TensorType.of(DataType.FLOAT, sizes));
    var random = new SplittableRandom(sizes.length);
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setDouble(i, random.nextDouble() + lowest);
    }
    return tensor;
  }
}
