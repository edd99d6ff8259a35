package dev.partitura.engine.execute.simulate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.NumberFormat;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.task.lower.Lowered;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// What only a prediction tells: which devices would run out of memory, and how well the peak rates
/// of all devices are used. Immutable.
///
/// @param result the iteration that is predicted
/// @param outOfMemory devices whose values and constants do not fit, those that stand for others
///   once
/// @param modelFlopsUtilization operations of the network itself, forward and in training twice
///   that back, without what is done again, over what all devices could do at their peaks
///   meanwhile; empty where a device has no known peak. Source: Chowdhery et al. 2022,
///   arXiv:2204.02311
/// @param expectedError by how much such predictions differed from measurements in the mean, as a
///   share; empty where nobody has compared
public record Prediction(
    RunResult result,
    List<Shortage> outOfMemory,
    OptionalDouble modelFlopsUtilization,
    OptionalDouble expectedError) {
  private static final double NANOS_PER_SECOND = 1e9;

  /// Operations of the way back for each of the way forward.
  private static final int BACKWARD = 2;

  public Prediction {
    outOfMemory = List.copyOf(outOfMemory);
  }

  /// A device that lacks memory.
  ///
  /// @param neededBytes of values and constants
  public record Shortage(String device, long neededBytes, long memoryBytes) {}

  /// Runs a plan in thought.
  ///
  /// @param trains whether it is a training step
  public static Prediction of(Lowered lowered, SimulatedExecutor executor, boolean trains) {
    var result = executor.run(lowered);
    return new Prediction(
        result,
        shortages(lowered),
        utilization(lowered, result.trace().durationNanos(), trains),
        executor.expectedError());
  }

  private static List<Shortage> shortages(Lowered lowered) {
    var found = new ArrayList<Shortage>();
    var devices = lowered.cluster().devices();
    for (int device = 0; device < devices.size(); device++) {
      long needed = lowered.valueBytes(device) + lowered.constantBytes(device);
      if (needed > devices.get(device).memoryBytes()) {
        found.add(
            new Shortage(
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

  /// Writes `modelFlopsUtilization` and `expectedError`, null where they are not known, and
  /// `outOfMemory`, a list of `device`, `neededBytes` and `memoryBytes`.
  public void put(ObjectNode report) {
    put(report, "modelFlopsUtilization", modelFlopsUtilization);
    put(report, "expectedError", expectedError);
    var devices = report.putArray("outOfMemory");
    for (var shortage : outOfMemory) {
      devices
          .addObject()
          .put("device", shortage.device())
          .put("neededBytes", shortage.neededBytes())
          .put("memoryBytes", shortage.memoryBytes());
    }
  }

  private static void put(ObjectNode report, String field, OptionalDouble value) {
    if (value.isPresent()) {
      report.put(field, value.getAsDouble());
    } else {
      report.putNull(field);
    }
  }
}
