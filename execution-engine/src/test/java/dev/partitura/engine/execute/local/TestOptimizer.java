package dev.partitura.engine.execute.local;

import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.Fused;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.engine.training.KeptValue;
import dev.partitura.engine.training.Optimizer;
import java.util.List;

enum TestOptimizer implements Optimizer {
  SGD,
  GRADIENT;

  @Override
  public List<KeptValue> addUpdate(
      NetworkBuilder builder,
      String parameter,
      TensorType type,
      String gradient,
      String learningRate,
      String step) {
    builder.op(
        builder.unique(parameter + "/update"),
        Fused.DOMAIN,
        "SgdUpdate",
        2,
        Attributes.NONE,
        parameter,
        gradient,
        learningRate);
    return List.of();
  }
}
