package dev.partitura.engine.task.lower;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The types of a network's inputs, from its own statements and from the feeds where it states
/// none.
final class InputTypes {
  private final Network network;
  private final Map<String, TensorType> fed;
  private final Map<String, TensorType> types = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  private InputTypes(Network network, Map<String, TensorType> fed) {
    this.network = network;
    this.fed = fed;
  }

  /// The type of each input, its rank known; an input without a shape takes that of its feed, with
  /// axis 0 left open.
  ///
  /// @throws ProblemException when an input has neither type nor feed, or a feed does not fit
  static Map<String, TensorType> of(Network network, Map<String, TensorType> fed) {
    var inputs = new InputTypes(network, fed);
    inputs.declare();
    inputs.refuseUnknownFeeds();
    if (!inputs.problems.isEmpty()) {
      throw new ProblemException(inputs.problems);
    }
    return inputs.types;
  }

  private void declare() {
    for (var input : network.inputs()) {
      var given = fed.get(input.name());
      var type = OpenAxes.declared(input, given);
      if (type == null || type.shape() == null) {
        problems.add(Problem.of("run.input.type", input.name(), input.name()));
        continue;
      }
      types.put(input.name(), type);
      if (given != null && input.type() != null) {
        checkFeed(input.name(), input.type(), given);
      }
    }
  }

  private void checkFeed(String name, TensorType type, TensorType given) {
    var wanted = type.shape();
    boolean fits =
        given.dataType() == type.dataType()
            && (wanted == null || wanted.rank() == given.knownShape().rank());
    if (fits && wanted != null && wanted.rank() > 0 && wanted.isKnown(0)) {
      fits = isWholeBatches(wanted, given.knownShape().size(0));
    }
    for (int axis = 1; fits && wanted != null && axis < wanted.rank(); axis++) {
      fits = !wanted.isKnown(axis) || wanted.size(axis) == given.knownShape().size(axis);
    }
    if (!fits) {
      problems.add(Problem.of("run.input.shape", name, name, type, given));
    }
  }

  /// Whether `samples` are one or more of the batches that a network of a fixed batch was made for.
  private static boolean isWholeBatches(Shape wanted, long samples) {
    long batch = wanted.size(0);
    return samples == batch
        || wanted.rank() > 1 && batch > 0 && samples > 0 && samples % batch == 0;
  }

  private void refuseUnknownFeeds() {
    var names = new HashSet<String>();
    network.inputs().forEach(input -> names.add(input.name()));
    for (var name : fed.keySet()) {
      if (!names.contains(name)) {
        problems.add(
            names.isEmpty()
                ? Problem.of("run.input.none", name, name)
                : Problem.of("run.input.unknown", name, name, names.stream().sorted().toList()));
      }
    }
  }
}
