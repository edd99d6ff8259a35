package dev.partitura.engine.task.lower;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.SampleCounts;
import dev.partitura.engine.operator.ShardPropagation;
import dev.partitura.engine.operator.Sharding;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.TensorType;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Tries sizes of the batch on a network: its types for a number of samples, and how the values of
/// two numbers of samples belong together.
///
/// @param declared types of the inputs, open axes unknown
/// @param fed types of fed inputs, whose sizes count where they do not carry the batch
record BatchTrial(Network network, Map<String, TensorType> declared, Map<String, TensorType> fed) {
  private static final long FREE_AXIS = 16;
  private static final long FREE_PICTURE_AXIS = 224;

  /// What the network looks like with `rows` samples in each of `inputs`.
  NetworkTypes inferred(Set<String> inputs, long rows) {
    var given = new LinkedHashMap<String, TensorType>();
    declared.keySet().forEach(name -> given.put(name, bound(inputs, name, rows)));
    return TypeInference.infer(network, given, Map.of());
  }

  /// The input's type for `rows` samples.
  TensorType bound(Set<String> inputs, String name, long rows) {
    var feed = fed.get(name);
    var type = feed != null ? feed : Objects.requireNonNull(declared.get(name));
    var shape = type.knownShape();
    if (inputs.contains(name)) {
      shape = shape.withSize(0, rows);
    }
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (!shape.isKnown(axis)) {
        shape = shape.withSize(axis, freeSize(shape, axis));
      }
    }
    return type.withShape(shape);
  }

  /// Size taken for an axis that the network leaves open and that is not the batch.
  static long freeSize(Shape shape, int axis) {
    return axis == 0 ? 1 : shape.rank() == 4 && axis > 1 ? FREE_PICTURE_AXIS : FREE_AXIS;
  }

  /// How the values of a part make up those of the whole.
  ShardPropagation propagated(
      Set<String> inputs, NetworkTypes part, NetworkTypes whole, SampleCounts samples) {
    var given = new LinkedHashMap<String, Sharding>();
    inputs.forEach(input -> given.put(input, Sharding.along(0)));
    return ShardPropagation.of(network, part, whole, given, samples);
  }

  /// Axes along which the outputs of the parts are joined.
  Map<String, Integer> axes(ShardPropagation propagation) {
    var axes = new LinkedHashMap<String, Integer>();
    for (var output : network.outputs()) {
      if (propagation.of(output.name()) instanceof Sharding.Along(int axis)) {
        axes.put(output.name(), axis);
      }
    }
    return axes;
  }

  /// Outputs that a batch input reaches: those of runs of their own stand one behind the other.
  Map<String, Integer> reachedOutputs(Set<String> inputs, NetworkTypes types) {
    var reached = new LinkedHashSet<>(inputs);
    for (int index : Topology.of(network).order()) {
      var op = network.ops().get(index);
      if (op.dependencies().stream().anyMatch(reached::contains)) {
        op.outputs().stream()
            .filter(output -> !types.constants().containsKey(output))
            .forEach(reached::add);
      }
    }
    var axes = new LinkedHashMap<String, Integer>();
    for (var output : network.outputs()) {
      if (reached.contains(output.name())) {
        axes.put(output.name(), 0);
      }
    }
    return axes;
  }
}
