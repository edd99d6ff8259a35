package dev.partitura.engine.execute.serve.live;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;

/// What answers batches, one at a time. Of one thread at a time.
public interface ServingInstance extends AutoCloseable {
  /// The answers to a batch.
  ///
  /// @param outputs of each query that wants them, in the order of the batch
  /// @param computeNanos during which something was computed
  /// @param deviceNanos for how long each of [#devices] computed
  record Answer(List<Map<String, Tensor>> outputs, long computeNanos, long[] deviceNanos) {
    /// Of an instance that tells of no devices.
    public Answer(List<Map<String, Tensor>> outputs, long computeNanos) {
      this(outputs, computeNanos, new long[0]);
    }
  }

  /// What it computes on, as far as it tells.
  default List<DeviceId> devices() {
    return List.of();
  }

  /// Blocks until the batch is answered.
  Answer serve(List<Query> batch);

  @Override
  void close();
}
