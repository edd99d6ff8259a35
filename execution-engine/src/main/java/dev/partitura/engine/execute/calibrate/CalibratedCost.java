package dev.partitura.engine.execute.calibrate;

import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cost.CostModel;
import dev.partitura.engine.operator.Category;
import dev.partitura.engine.operator.CollectiveKind;
import dev.partitura.engine.operator.Work;
import java.util.List;

/// Prices what the workers of a measured machine do where their kernels were not: copies by those
/// that were measured, what is bound by memory by the same rate, all else as another model does.
final class CalibratedCost implements CostModel {
  private static final double NANOS_PER_SECOND = 1e9;

  /// A copy reads and writes each of its bytes.
  private static final int TRAFFIC_OF_COPY = 2;

  private final Calibration calibration;
  private final CostModel others;

  CalibratedCost(Calibration calibration, CostModel others) {
    this.calibration = calibration;
    this.others = others;
  }

  @Override
  public double opNanos(Category category, Work work, Device device) {
    if (device.model() != null) {
      return others.opNanos(category, work, device);
    }
    var speed = device.speed();
    return calibration.taskNanos()
        + NANOS_PER_SECOND
            * Math.max(
                work.flops() / speed.flopsPerSecond(),
                work.bytes() / (TRAFFIC_OF_COPY * calibration.bytesPerSecond()));
  }

  @Override
  public double dispatchNanos(Device device) {
    return others.dispatchNanos(device);
  }

  @Override
  public double transferNanos(long bytes, Device from, Device to) {
    if (from.model() != null || !from.host().equals(to.host())) {
      return others.transferNanos(bytes, from, to);
    }
    return from.id().equals(to.id()) ? 0 : calibration.taskNanos() + calibration.copyNanos(bytes);
  }

  @Override
  public double collectiveNanos(CollectiveKind kind, long bytes, List<Device> members) {
    return others.collectiveNanos(kind, bytes, members);
  }
}
