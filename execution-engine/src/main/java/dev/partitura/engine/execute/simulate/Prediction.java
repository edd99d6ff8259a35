package dev.partitura.engine.execute.simulate;

import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.NumberFormat;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// A plan that was run in thought. Immutable.
///
/// @param result the iteration that is predicted
/// @param forecast what it tells beyond that
public record Prediction(RunResult result, Forecast forecast) {
  private static final double NANOS_PER_SECOND = 1e9;

  /// Operations of the way back for each of the way forward.
  private static final int BACKWARD = 2;

  /// Runs a plan in thought.
  ///
  /// @param trains whether it is a training step
  public static Prediction of(Lowered lowered, SimulatedExecutor executor, boolean trains) {
    var result = executor.run(lowered);
    return new Prediction(
        result,
        new Forecast(
            shortages(lowered, result.trace()),
            utilization(lowered, result.trace().durationNanos(), trains),
            executor.expectedError(),
            executor.isCalibrated()));
  }

  private static List<Forecast.Shortage> shortages(Lowered lowered, Trace trace) {
    var found = new ArrayList<Forecast.Shortage>();
    var devices = lowered.cluster().devices();
    for (int device = 0; device < devices.size(); device++) {
      long needed = NeededMemory.bytes(lowered, trace, device);
      if (needed > devices.get(device).memoryBytes()) {
        found.add(
            new Forecast.Shortage(
                devices.get(device).id().name(), needed, devices.get(device).memoryBytes()));
      }
    }
    return found;
  }

  private static OptionalDouble utilization(Lowered lowered, long nanos, boolean trains) {
    double perSecond = 0;
    for (var id : lowered.whole().devices()) {
      var device = lowered.wholeCluster().device(id);
      double peak = device == null ? Double.NaN : peak(device, lowered);
      if (Double.isNaN(peak)) {
        return OptionalDouble.empty();
      }
      perSecond += peak;
    }
    double flops = lowered.binding().flops() * (trains ? 1 + BACKWARD : 1);
    return nanos == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(flops * NANOS_PER_SECOND / nanos / perSecond);
  }

  private static double peak(Device device, Lowered lowered) {
    var model = device.model();
    if (model == null) {
      return Double.NaN;
    }
    var half = model.peak(NumberFormat.BF16);
    boolean isHalf = lowered.plan().passes().precision() == Precision.BF16;
    return isHalf && half != null ? half : model.floatPeak();
  }

  public List<Forecast.Shortage> outOfMemory() {
    return forecast.outOfMemory();
  }

  public OptionalDouble modelFlopsUtilization() {
    return forecast.modelFlopsUtilization();
  }

  public OptionalDouble expectedError() {
    return forecast.expectedError();
  }
}
