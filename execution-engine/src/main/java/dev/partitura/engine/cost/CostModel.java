package dev.partitura.engine.cost;

import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.operator.Work;

/// Prices the ops and values of a plan. Pure; any thread.
public interface CostModel {
  /// Nanoseconds that a device takes for an op that is done by itself.
  double opNanos(Work work, Device device);

  /// Nanoseconds until a value that lies in one device is in another; 0 within one device.
  double transferNanos(long bytes, Device from, Device to);
}
