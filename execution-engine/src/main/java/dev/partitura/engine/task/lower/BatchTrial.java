package dev.partitura.engine.task.lower;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.operator.SampleCounts;
import dev.partitura.engine.operator.ShardPropagation;
import dev.partitura.engine.operator.Sharding;
import dev.partitura.engine.operator.TypeInference;
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
/// @param known what was inferred before
record BatchTrial(
    Network network,
    Map<String, TensorType> declared,
    Map<String, TensorType> fed,
    Recent<Bound, NetworkTypes> known) {
  /// What types follow from.
  record Bound(Same<Network> network, Map<String, TensorType> inputs) {}

  /// What the network looks like with `rows` samples in each of `inputs`.
  NetworkTypes inferred(Set<String> inputs, long rows) {
    var bound = bound(inputs, rows);
    return known.get(
        new Bound(new Same<>(network), bound), () -> TypeInference.infer(network, bound, Map.of()));
  }

  /// The types of the inputs for `rows` samples.
  Map<String, TensorType> bound(Set<String> inputs, long rows) {
    return OpenAxes.inputs(declared, fed, inputs, rows);
  }

  /// How the values of a part make up those of the whole. An input of which the number of samples
  /// changes more than the rows is not known to be split.
  ShardPropagation propagated(
      Set<String> inputs, NetworkTypes part, NetworkTypes whole, SampleCounts samples) {
    var given = new LinkedHashMap<String, Sharding>();
    for (var name : declared.keySet()) {
      var small = Objects.requireNonNull(part.type(name));
      var large = Objects.requireNonNull(whole.type(name));
      var rows = inputs.contains(name) ? withRows(small, large) : small;
      given.put(
          name,
          !rows.equals(large)
              ? Sharding.UNKNOWN
              : inputs.contains(name) ? Sharding.along(0) : Sharding.REPLICATED);
    }
    return ShardPropagation.of(network, part, whole, given, samples);
  }

  private static TensorType withRows(TensorType type, TensorType from) {
    return type.withShape(type.knownShape().withSize(0, from.knownShape().size(0)));
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
