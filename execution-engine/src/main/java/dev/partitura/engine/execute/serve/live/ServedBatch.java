package dev.partitura.engine.execute.serve.live;

import dev.partitura.engine.limit.CancelledException;
import dev.partitura.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What became of each query of a batch.
///
/// @param ends in the order of the batch
/// @param computeNanos during which something was computed
/// @param devices what each device of the instance did
record ServedBatch(List<End> ends, long computeNanos, List<DeviceTime> devices) {
  ServedBatch {
    ends = List.copyOf(ends);
    devices = List.copyOf(devices);
  }

  /// @param outputs of a query that was answered
  /// @param fault why it was not
  record End(@Nullable Map<String, Tensor> outputs, @Nullable RuntimeException fault) {
    boolean isAnswered() {
      return outputs != null;
    }
  }

  /// Serves a batch; where it cannot be computed, each query by itself, so that one whose values
  /// nothing can be computed of does not take its company with it.
  static ServedBatch of(ServingInstance instance, List<Query> batch) {
    try {
      var answer = instance.serve(batch);
      var ends = answer.outputs().stream().map(outputs -> new End(outputs, null)).toList();
      return new ServedBatch(ends, answer.computeNanos(), answer.devices());
    } catch (CancelledException stopped) {
      return failed(batch, stopped);
    } catch (RuntimeException fault) {
      return batch.size() == 1 ? failed(batch, fault) : oneByOne(instance, batch);
    } catch (Error fault) {
      return failed(batch, new IllegalStateException(fault));
    }
  }

  private static ServedBatch failed(List<Query> batch, RuntimeException fault) {
    return new ServedBatch(batch.stream().map(_ -> new End(null, fault)).toList(), 0, List.of());
  }

  private static ServedBatch oneByOne(ServingInstance instance, List<Query> batch) {
    var ends = new ArrayList<End>();
    long compute = 0;
    var devices = new ArrayList<>(Collections.nCopies(instance.devices().size(), DeviceTime.NONE));
    for (var query : batch) {
      var alone = of(instance, List.of(query));
      ends.addAll(alone.ends());
      compute += alone.computeNanos();
      for (int i = 0; i < alone.devices().size(); i++) {
        devices.set(i, devices.get(i).and(alone.devices().get(i)));
      }
    }
    return new ServedBatch(ends, compute, devices);
  }
}
