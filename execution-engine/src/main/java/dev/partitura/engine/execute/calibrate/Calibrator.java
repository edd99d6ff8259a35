package dev.partitura.engine.execute.calibrate;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.Machine;
import dev.partitura.engine.cluster.MachineDiscovery;
import dev.partitura.engine.cluster.ThisHost;
import dev.partitura.engine.cost.KernelCost;
import dev.partitura.engine.execute.local.CopyProfiler;
import dev.partitura.engine.execute.local.DispatchBenchmark;
import dev.partitura.engine.execute.local.KernelProfiler;
import dev.partitura.engine.execute.simulate.SimulatedExecutor;
import dev.partitura.engine.execute.times.KernelTimes;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.task.lower.LoweredStep;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.training.TrainingState;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Measures this machine, remembers what it measured, and predicts by it. One caller at a time.
public final class Calibrator {
  private static final int DISPATCHED_TASKS = 200_000;
  private static final double NANOS_PER_SECOND = 1e9;

  /// What kernels of one plan may take to be measured beyond the fewest rounds.
  private static final long KERNEL_BUDGET_NANOS = 1_500_000_000L;

  private final CalibrationFile file;
  private final SimulatedExecutor usual = new SimulatedExecutor();
  private Calibration calibration;
  private @Nullable SimulatedExecutor measured;

  private Calibrator(Calibration calibration, CalibrationFile file) {
    this.calibration = calibration;
    this.file = file;
  }

  /// What was measured of this machine before, or measured now where nothing was or the hardware
  /// has changed.
  public static Calibrator ofThisMachine(CalibrationFile file) {
    var machine = MachineDiscovery.discover();
    var known = file.read(Calibration.identity(machine));
    return known != null ? new Calibrator(known, file) : anew(machine, file);
  }

  /// What was measured of this machine before; null where nothing was. Measures nothing.
  public static @Nullable Calibrator known(CalibrationFile file) {
    var known = file.read(Calibration.identity(MachineDiscovery.discover()));
    return known == null ? null : new Calibrator(known, file);
  }

  /// Whether all devices of a cluster are workers of this machine, of which alone it can tell.
  public static boolean tellsOf(Cluster cluster) {
    return cluster.devices().stream()
        .allMatch(device -> device.model() == null && ThisHost.absence(cluster, device) == null);
  }

  /// Measures copies and tasks anew, and forgets all kernels.
  public static Calibrator anew(CalibrationFile file) {
    return anew(MachineDiscovery.discover(), file);
  }

  private static Calibrator anew(Machine machine, CalibrationFile file) {
    var workers = Clusters.workers(Math.min(2, machine.physicalCores()), machine);
    double taskNanos = NANOS_PER_SECOND / DispatchBenchmark.tasksPerSecond(DISPATCHED_TASKS);
    var copies = CopyProfiler.nanosByBytes(workers);
    var made =
        new Calibrator(
            new Calibration(
                Calibration.identity(machine),
                taskNanos,
                copies,
                new KernelTimes(),
                OptionalDouble.empty()),
            file);
    made.save();
    return made;
  }

  public Calibration calibration() {
    return calibration;
  }

  /// Measures the kernels of a plan that are not known yet, where weights and memory allow.
  ///
  /// @return whether any were missing
  public boolean measure(Lowered lowered) {
    return measure(lowered, Map.of());
  }

  /// The same of a training step.
  public boolean measure(LoweredStep step) {
    return measure(step.lowered(), TrainingState.initial(step.step()).kept());
  }

  private boolean measure(Lowered lowered, Map<String, Tensor> kept) {
    if (!KernelProfiler.isMissing(lowered, calibration.kernels())) {
      return false;
    }
    KernelProfiler.measure(lowered, kept, calibration.kernels(), KERNEL_BUDGET_NANOS);
    save();
    return true;
  }

  /// Remembers by how much predictions of many plans differed from what was then measured.
  ///
  /// @param meanError without signs, as a share
  public void compared(double meanError) {
    calibration = calibration.compared(meanError);
    measured = null;
    save();
  }

  private void save() {
    file.write(calibration);
  }

  /// Predicts by what was measured; by the cost model what was not.
  public SimulatedExecutor executor() {
    var made = measured;
    if (made == null) {
      made = executor(calibration.meanError());
      measured = made;
    }
    return made;
  }

  /// The same for one plan: what predictions by measured kernels differ by says nothing of one of
  /// which kernels are unknown, and nothing at all of devices that are not here.
  public SimulatedExecutor executorOf(Lowered lowered) {
    if (!tellsOf(lowered.wholeCluster())) {
      return usual;
    }
    return KernelProfiler.isMissing(lowered, calibration.kernels())
        ? executor(OptionalDouble.empty())
        : executor();
  }

  /// The same for plans that are compared with one another: by what was measured where that is all
  /// of them, else by the cost model alone. One by the former and another by the latter would make
  /// a speed-up that no machine has.
  public SimulatedExecutor executorOf(List<Lowered> compared) {
    boolean known =
        compared.stream()
            .allMatch(lowered ->
                tellsOf(lowered.wholeCluster())
                    && !KernelProfiler.isMissing(lowered, calibration.kernels()));
    return known ? executor() : usual;
  }

  private SimulatedExecutor executor(OptionalDouble expectedError) {
    var by = calibration;
    return new SimulatedExecutor(
        (cluster, plan) ->
            new CalibratedCost(by, new KernelCost(cluster, plan.passes().precision())),
        (lowered, step, othersBusy) -> {
          var known = by.kernels().find(KernelTimes.kernel(lowered, step));
          return known == null ? Double.NaN : by.taskNanos() + known.nanos(othersBusy);
        },
        expectedError);
  }
}
