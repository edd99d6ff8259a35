package dev.partitura.engine.cost;

import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.operator.Category;
import dev.partitura.engine.operator.CollectiveKind;
import dev.partitura.engine.operator.Work;
import java.util.List;

/// Prices the ops and values of a plan. Pure; any thread.
public interface CostModel {
  /// Nanoseconds that a device takes for an op that is done by itself.
  ///
  /// @param category of the op, or of the first of a chain that is done as one
  double opNanos(Category category, Work work, Device device);

  /// Nanoseconds that a host takes to hand an op of a training step out to a device, ahead of when
  /// it is done; 0 where nothing does.
  double dispatchNanos(Device device);

  /// Nanoseconds until a value that lies in one device is in another; 0 within one device.
  double transferNanos(long bytes, Device from, Device to);

  /// Nanoseconds of a collective that a library does whole.
  ///
  /// @param bytes of the whole value
  /// @param members at least 2, those of one host behind each other
  double collectiveNanos(CollectiveKind kind, long bytes, List<Device> members);
}
