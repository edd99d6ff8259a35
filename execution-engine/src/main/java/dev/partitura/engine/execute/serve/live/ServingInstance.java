package dev.partitura.engine.execute.serve.live;

import dev.partitura.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;

/// What answers batches, one at a time. Of one thread at a time.
public interface ServingInstance extends AutoCloseable {
  /// The answers to a batch.
  ///
  /// @param outputs of each query that wants them, in the order of the batch
  /// @param computeNanos during which something was computed
  record Answer(List<Map<String, Tensor>> outputs, long computeNanos) {}

  /// Blocks until the batch is answered.
  Answer serve(List<Query> batch);

  @Override
  void close();
}
