package dev.partitura.engine.execute.local;

import dev.partitura.engine.execute.SeededInputs;
import dev.partitura.engine.task.lower.BatchBinding;
import dev.partitura.engine.task.lower.BatchRows;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// The inputs of all micro-batches: what is fed, repeated where it does not fill them, and the rest
/// made from a seed.
final class MicroBatchInputs {
  private final BatchBinding binding;
  private final Map<String, Tensor> whole = new HashMap<>();

  private MicroBatchInputs(BatchBinding binding) {
    this.binding = binding;
  }

  static MicroBatchInputs of(BatchBinding binding, Map<String, Tensor> feeds, long seed) {
    var inputs = new MicroBatchInputs(binding);
    var wanted = new LinkedHashMap<String, TensorType>();
    binding
        .whole()
        .forEach((name, type) -> {
          if (!feeds.containsKey(name)) {
            wanted.put(name, type);
          }
        });
    var all = new LinkedHashMap<>(SeededInputs.make(binding.network(), wanted, seed));
    binding.whole().keySet().stream()
        .filter(feeds::containsKey)
        .forEach(name -> all.put(name, feeds.get(name)));
    all.forEach((name, tensor) -> inputs.whole.put(name, inputs.filled(name, tensor)));
    return inputs;
  }

  /// Inputs with memory of their own, to be [#fill]ed before every iteration.
  static MicroBatchInputs toFill(BatchBinding binding) {
    var inputs = new MicroBatchInputs(binding);
    binding.whole().forEach((name, type) -> inputs.whole.put(name, Tensor.allocate(type)));
    return inputs;
  }

  /// Copies what is fed into the memory of the inputs.
  ///
  /// @throws IllegalArgumentException when one is missing or of another type
  void fill(Map<String, Tensor> feeds) {
    whole.forEach((name, tensor) -> {
      var fed = feeds.get(name);
      if (fed == null || !fed.type().equals(tensor.type())) {
        throw new IllegalArgumentException(
            "Input "
                + name
                + " wants "
                + tensor.type()
                + ", not "
                + (fed == null ? "" : fed.type()));
      }
      tensor.copyFrom(fed);
    });
  }

  private Tensor filled(String name, Tensor given) {
    boolean small = binding.batchInputs().contains(name) && given.shape().size(0) < binding.total();
    return small ? BatchRows.repeat(given, binding.total()) : given;
  }

  /// The input of all micro-batches.
  Tensor whole(String input) {
    var all = whole.get(input);
    if (all == null) {
      throw new IllegalArgumentException("There is no input " + input);
    }
    return all;
  }

  /// The input of one micro-batch, numbered over all replicas; a view where the element type
  /// allows.
  Tensor of(String input, int microBatch) {
    var all = whole(input);
    int size = binding.microBatchSize();
    return binding.splits() == 1 || !binding.batchInputs().contains(input)
        ? all
        : BatchRows.slice(all, (long) microBatch * size, size);
  }
}
