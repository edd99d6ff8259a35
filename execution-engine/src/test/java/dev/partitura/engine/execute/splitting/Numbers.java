package dev.partitura.engine.execute.splitting;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.SplittableRandom;

/// Small random numbers: halves from -2 to 2, integers from 0 to 3, true or false.
final class Numbers {
  private Numbers() {}

  static Tensor floats(SplittableRandom random, Shape shape) {
    return of(random, new TensorType(DataType.FLOAT, shape));
  }

  static Tensor of(SplittableRandom random, TensorType type) {
    var tensor = Tensor.allocate(type);
    for (long i = 0; i < tensor.elementCount(); i++) {
      switch (type.dataType()) {
        case FLOAT -> tensor.setFloat(i, random.nextInt(-4, 5) / 2f);
        case BOOL -> tensor.setLong(i, random.nextInt(2));
        default -> tensor.setLong(i, random.nextInt(4));
      }
    }
    return tensor;
  }
}
