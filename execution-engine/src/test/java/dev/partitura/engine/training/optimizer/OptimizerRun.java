package dev.partitura.engine.training.optimizer;

import static java.util.Objects.requireNonNull;

import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.NetworkEvaluation;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.engine.training.KeptValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Steps of an optimizer, for tests: the parameters of a network, which are its inputs, follow
/// their gradients.
final class OptimizerRun {
  private final NetworkEvaluation network;
  private final List<String> outputs = new ArrayList<>();
  private final Map<String, Tensor> kept = new HashMap<>();
  private final Map<String, String> updated = new LinkedHashMap<>();
  private int step;

  /// @param builder of a network that makes the gradients
  /// @param start of the parameters
  /// @param gradients by parameter
  OptimizerRun(
      NetworkBuilder builder,
      Map<String, Tensor> start,
      Map<String, String> gradients,
      StandardOptimizer optimizer) {
    var type = start.values().iterator().next().dataType();
    var rate = builder.input("rate", TensorType.of(type));
    var count = builder.input("count", TensorType.of(DataType.INT64));
    kept.putAll(start);
    kept.put(rate, scalar(type, optimizer.learningRate()));
    start.forEach((parameter, value) -> {
      var gradient = requireNonNull(gradients.get(parameter));
      int before = builder.opCount();
      optimizer
          .addUpdate(builder, parameter, value.type(), gradient, rate, count)
          .forEach(state -> kept.put(state.value(), initial(state)));
      var op = builder.opsFrom(before).getFirst();
      var operator = requireNonNull(Operators.find(op));
      for (int i = 0; i < op.outputs().size(); i++) {
        var place = op.inputs().get(operator.takesPlaceOf(i));
        if (!place.equals(gradient) || place.equals(parameter)) {
          updated.putIfAbsent(place, op.outputs().get(i));
        }
      }
    });
    updated.values().forEach(builder::output);
    var built = builder.build();
    network = NetworkEvaluation.of(built);
    built.outputs().forEach(output -> outputs.add(output.name()));
  }

  private static Tensor initial(KeptValue state) {
    var constant = state.initial();
    return constant == null ? Tensor.allocate(state.type()) : constant.tensor();
  }

  static Tensor scalar(DataType type, double value) {
    var tensor = Tensor.allocate(TensorType.of(type));
    tensor.setDouble(0, value);
    return tensor;
  }

  static Tensor of(DataType type, double... values) {
    var tensor = Tensor.allocate(TensorType.of(type, values.length));
    for (int i = 0; i < values.length; i++) {
      tensor.setDouble(i, values[i]);
    }
    return tensor;
  }

  /// One step.
  ///
  /// @param feeds the inputs that are neither parameters nor states
  /// @return all outputs of the network
  Map<String, Tensor> step(Map<String, Tensor> feeds) {
    step++;
    var all = new HashMap<>(kept);
    all.putAll(feeds);
    all.put("count", scalar(DataType.INT64, step));
    var made = network.run(all);
    var byName = new HashMap<String, Tensor>();
    for (int i = 0; i < made.size(); i++) {
      byName.put(outputs.get(i), made.get(i));
    }
    updated.forEach((before, after) -> kept.put(before, requireNonNull(byName.get(after))));
    return byName;
  }

  double[] values(String parameter) {
    var tensor = requireNonNull(kept.get(parameter));
    var values = new double[(int) tensor.elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = tensor.doubleAt(i);
    }
    return values;
  }
}
