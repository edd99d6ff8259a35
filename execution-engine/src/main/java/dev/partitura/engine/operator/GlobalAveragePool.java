package dev.partitura.engine.operator;

import java.util.Set;

/// Mean of each plane. Source: ONNX GlobalAveragePool-1, 22.
final class GlobalAveragePool extends GlobalPooling {
  GlobalAveragePool() {
    super("GlobalAveragePool");
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.COMMON);
  }

  @Override
  double fold(OpContext op, double[] plane) {
    return ReduceSum.sum(plane, plane.length) / plane.length;
  }
}
