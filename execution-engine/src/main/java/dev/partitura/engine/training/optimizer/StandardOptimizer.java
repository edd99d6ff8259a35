package dev.partitura.engine.training.optimizer;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.ConstantSource;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.Fused;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.engine.training.KeptValue;
import dev.partitura.engine.training.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An optimizer of the catalogue: the numbers that say how fast a parameter follows its gradient.
/// The rule is that of an update operator, which computes it; its source stands there. Immutable.
public sealed interface StandardOptimizer extends Optimizer
    permits Adadelta, Adagrad, Adam, Adamax, Ftrl, Lamb, Lion, Nadam, Rmsprop, Sgd {
  /// Where the learning rate starts; it is an input of every step.
  double learningRate();

  /// The op that does it.
  UpdateForm form();

  /// {@inheritDoc}
  ///
  /// What it remembers is named after the parameter, such as `w/mean`.
  @Override
  default List<KeptValue> addUpdate(
      NetworkBuilder builder,
      String parameter,
      TensorType type,
      String gradient,
      String learningRate,
      String step) {
    var form = form();
    var operator = Objects.requireNonNull(Operators.find(Fused.DOMAIN, form.operator()));
    var names = operator.signature().inputs();
    var inputs = new ArrayList<>(List.of(parameter, gradient, learningRate));
    var kept = new ArrayList<KeptValue>();
    for (double initial : form.states()) {
      var state = builder.unique(parameter + "/" + names.get(inputs.size()));
      builder.input(state, type);
      kept.add(new KeptValue(state, type, filled(type, initial)));
      inputs.add(state);
    }
    if (names.indexOf("step") == inputs.size()) {
      inputs.add(step);
    }
    builder.op(
        builder.unique(parameter + "/update"),
        Fused.DOMAIN,
        form.operator(),
        2 + kept.size(),
        form.attributes(),
        inputs.toArray(String[]::new));
    return kept;
  }

  private static @Nullable Constant filled(TensorType type, double value) {
    return value == 0
        ? null
        : new Constant(
            type,
            new ConstantSource.Derived(
                List.of(),
                _ -> {
                  var tensor = Tensor.allocate(type);
                  for (long i = 0; i < tensor.elementCount(); i++) {
                    tensor.setDouble(i, value);
                  }
                  return tensor;
                }));
  }
}
