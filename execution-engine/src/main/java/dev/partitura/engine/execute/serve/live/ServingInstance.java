package dev.partitura.engine.execute.serve.live;

import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;

/// What answers batches, one at a time. Of one thread at a time.
public interface ServingInstance extends AutoCloseable {
  /// The answers to a batch.
  ///
  /// @param outputs of each query that wants them, in the order of the batch
  /// @param computeNanos during which something was computed
  /// @param devices what each of [#devices] did
  record Answer(List<Map<String, Tensor>> outputs, long computeNanos, List<DeviceTime> devices) {
    /// Of an instance that tells of no devices.
    public Answer(List<Map<String, Tensor>> outputs, long computeNanos) {
      this(outputs, computeNanos, List.of());
    }
  }

  /// What it computes on, as far as it tells.
  default List<Device> devices() {
    return List.of();
  }

  /// Blocks until the batch is answered.
  Answer serve(List<Query> batch);

  @Override
  void close();
}
