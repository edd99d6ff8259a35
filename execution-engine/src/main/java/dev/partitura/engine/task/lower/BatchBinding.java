package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.TensorType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A network bound to the sizes of one micro-batch. Micro-batch `m` of replica `r` takes the
/// samples from `(r × microBatches + m) × microBatchSize`. Immutable. Made by [BatchBinder].
///
/// @param network as it runs: initializers that are fed are inputs, those that are not are
///   constants
/// @param types of one micro-batch
/// @param splits replicas × micro-batches
/// @param microBatchSize samples of one micro-batch
/// @param samples that the outputs are given for; at most `splits × microBatchSize`
/// @param runs of their own that a network of a fixed batch makes of all samples when they are not
///   split; 1 for all others
/// @param whole types of the tensors that hold the inputs of all micro-batches, axis 0 of those in
///   `batchInputs` `samples` long
/// @param batchInputs inputs that are split
/// @param outputAxes axis along which an output of the micro-batches is joined; one that is not
///   here is that of the first micro-batch
/// @param flops floating-point operations of the network as drawn, forward, for all samples
public record BatchBinding(
    Network network,
    NetworkTypes types,
    int splits,
    int microBatchSize,
    int samples,
    int runs,
    Map<String, TensorType> whole,
    Set<String> batchInputs,
    Map<String, Integer> outputAxes,
    double flops,
    List<Phrase> notes) {
  public BatchBinding {
    whole = Collections.unmodifiableMap(new LinkedHashMap<>(whole));
    batchInputs = Set.copyOf(batchInputs);
    outputAxes = Map.copyOf(outputAxes);
    notes = List.copyOf(notes);
  }

  /// The same batch of a network that is split among shards.
  BatchBinding with(LoweredNetwork split) {
    return new BatchBinding(
        split.network(),
        split.types(),
        splits,
        microBatchSize,
        samples,
        runs,
        whole,
        batchInputs,
        outputAxes,
        flops,
        notes);
  }

  /// Samples that all micro-batches together compute.
  public int total() {
    return Math.multiplyExact(microBatchSize, splits);
  }

  /// Types of the inputs of one micro-batch.
  Map<String, TensorType> inputTypes() {
    var inputs = new LinkedHashMap<String, TensorType>();
    for (var input : network.inputs()) {
      var type = types.type(input.name());
      if (type != null) {
        inputs.put(input.name(), type);
      }
    }
    return inputs;
  }
}
