package dev.partitura.engine.training.optimizer;

import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.Fused;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// How a parameter follows its gradient, with the numbers that say how fast. The rule itself is
/// that of an update operator, which computes it; its source stands there. Immutable.
public sealed interface Optimizer
    permits Adadelta, Adagrad, Adam, Adamax, Ftrl, Lamb, Lion, Nadam, Rmsprop, Sgd {
  /// Where the learning rate starts; it is an input of every step.
  double learningRate();

  /// The op that does it.
  UpdateForm form();

  /// Adds the op that updates one parameter. It reads states of the names handed back, which the
  /// caller makes inputs or initializers, as it keeps them.
  ///
  /// @param type of the parameter; floating-point
  /// @param gradient the value with the sum of the gradients
  /// @param learningRate a value of one number
  /// @param step a value of one number: 1 at the first step, then 2 and so on
  default Update addTo(
      NetworkBuilder builder,
      String parameter,
      TensorType type,
      String gradient,
      String learningRate,
      String step) {
    var form = form();
    var signature =
        Objects.requireNonNull(Operators.find(Fused.DOMAIN, form.operator())).signature();
    var names = signature.inputs();
    var inputs = new ArrayList<>(List.of(parameter, gradient, learningRate));
    for (int i = 0; i < form.states().size(); i++) {
      inputs.add(builder.unique(parameter + "/" + names.get(inputs.size())));
    }
    if (names.indexOf("step") == inputs.size()) {
      inputs.add(step);
    }
    var made =
        builder.op(
            builder.unique(parameter + "/update"),
            Fused.DOMAIN,
            form.operator(),
            2 + form.states().size(),
            form.attributes(),
            inputs.toArray(String[]::new));
    var states = new ArrayList<Update.State>();
    for (int i = 0; i < form.states().size(); i++) {
      states.add(new Update.State(inputs.get(3 + i), made.get(2 + i), type, form.states().get(i)));
    }
    return new Update(made.get(0), made.get(1), states);
  }
}
