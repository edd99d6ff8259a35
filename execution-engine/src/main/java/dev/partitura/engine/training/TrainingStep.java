package dev.partitura.engine.training;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.TensorType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/// One training step of a network on one micro-batch, as a network itself: forward to the loss,
/// back to the parameters, each gradient added to the sum over the micro-batches so far, and behind
/// all of it the updates, which are done once, when the last micro-batch is through. Parameters,
/// sums and what the optimizer remembers are inputs that stay from one step to the next. Immutable.
///
/// @param network its inputs: those of the network, the labels, learning rate and number of the
///   step, and what is kept; its output: the loss
/// @param types of its values
/// @param parts of each op
/// @param anchors by op that is none of the network's own the op of the network whose stage it
///   belongs to
/// @param kept in the order of the inputs
/// @param frozen initializers that are not trained though the loss depends on them
/// @param originals by value that is kept as a copy in another place the one that it equals, see
///   [SharedParameters]
public record TrainingStep(
    Network network,
    NetworkTypes types,
    TrainingLoss loss,
    Map<OpId, Part> parts,
    Map<OpId, OpId> anchors,
    List<KeptValue> kept,
    List<String> frozen,
    Map<String, String> originals) {
  /// Scalar input: factor of the update.
  public static final String LEARNING_RATE = "learningRate";

  /// Scalar input: number of the step, 1 for the first.
  public static final String STEP = "step";

  public TrainingStep {
    parts = Map.copyOf(parts);
    anchors = Map.copyOf(anchors);
    kept = List.copyOf(kept);
    frozen = List.copyOf(frozen);
    originals = Map.copyOf(originals);
  }

  /// By which name a value is known that is kept.
  public String name(KeptValue value) {
    return originals.getOrDefault(value.value(), value.value());
  }

  /// What an op does in the step.
  public enum Part {
    FORWARD,
    /// Gradient of what an op was given by others.
    INPUT_GRADIENT,
    /// Gradient of a parameter, and its sum.
    WEIGHT_GRADIENT,
    UPDATE
  }

  /// @param types of one micro-batch of the network
  /// @param microBatches of the whole step, over which the loss is a mean
  /// @param recomputation what is done again on the way back
  /// @param precision in which all but loss, sums and updates is computed
  /// @throws ProblemException where there is no loss, nothing to train, or an op between has no
  ///   known gradient
  public static TrainingStep of(
      NetworkTypes types,
      Optimizer optimizer,
      int microBatches,
      Recomputation recomputation,
      Precision precision) {
    return of(types, optimizer, microBatches, recomputation, precision, _ -> 0);
  }

  /// The same where parameters that are read in several places are kept in each.
  ///
  /// @param place of an op of the network
  public static TrainingStep of(
      NetworkTypes types,
      Optimizer optimizer,
      int microBatches,
      Recomputation recomputation,
      Precision precision,
      ToIntFunction<OpId> place) {
    var unshared = new HashSet<String>();
    while (true) {
      var shared = SharedParameters.of(types.network(), place, unshared);
      var model = shared.copies().isEmpty() ? types : inferred(shared.network(), types);
      var making = new StepMaking(model, shared, optimizer, recomputation);
      var step = making.make(microBatches, precision);
      if (step != null) {
        return step;
      }
      unshared.addAll(making.partlyTrained());
    }
  }

  /// Types of a network that has the inputs of another.
  static NetworkTypes inferred(Network network, NetworkTypes like) {
    var given = new HashMap<String, TensorType>();
    for (var input : network.inputs()) {
      var type = like.type(input.name());
      if (type != null) {
        given.put(input.name(), type);
      }
    }
    return TypeInference.infer(network, given, Map.of());
  }
}
