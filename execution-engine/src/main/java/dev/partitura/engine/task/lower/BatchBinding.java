package dev.partitura.engine.task.lower;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A network bound to the sizes of one micro-batch, with the feeds of all micro-batches.
/// Micro-batch `m` of replica `r` takes the samples from `(r × microBatches + m) × microBatchSize`.
/// Immutable. Made by [BatchBinder].
///
/// @param network as it runs: initializers that are fed are inputs, those that are not are
///   constants
/// @param types of one micro-batch
/// @param splits replicas × micro-batches
/// @param microBatchSize samples of one micro-batch
/// @param samples that the outputs are given for; at most `splits × microBatchSize`
/// @param runs of their own that a network of a fixed batch makes of all samples when they are not
///   split; 1 for all others
/// @param feeds the whole tensor of every input, axis 0 of those in `batchInputs` holding all
///   samples
/// @param batchInputs inputs that are split
/// @param outputAxes axis along which an output of the micro-batches is joined; one that is not
///   here is that of the first micro-batch
public record BatchBinding(
    Network network,
    NetworkTypes types,
    int splits,
    int microBatchSize,
    int samples,
    int runs,
    Map<String, Tensor> feeds,
    Set<String> batchInputs,
    Map<String, Integer> outputAxes,
    List<Phrase> notes) {
  public BatchBinding {
    feeds = Collections.unmodifiableMap(new LinkedHashMap<>(feeds));
    batchInputs = Set.copyOf(batchInputs);
    outputAxes = Map.copyOf(outputAxes);
    notes = List.copyOf(notes);
  }

  /// The feed of an input for one micro-batch, numbered over all replicas; a view where the element
  /// type allows.
  public Tensor feed(String input, int microBatch) {
    var whole = feeds.get(input);
    if (whole == null) {
      throw new IllegalArgumentException("There is no input " + input);
    }
    if (splits == 1 || !batchInputs.contains(input)) {
      return whole;
    }
    return BatchRows.slice(whole, (long) microBatch * microBatchSize, microBatchSize);
  }
}
