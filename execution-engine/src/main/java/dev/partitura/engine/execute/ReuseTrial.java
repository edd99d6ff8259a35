package dev.partitura.engine.execute;

import dev.partitura.engine.plan.Passes;
import dev.partitura.engine.plan.Plan;
import java.util.List;

/// What a plan gains and costs without reuse of memory: the plan as it is and the same with memory
/// of its own for every value, measured by turns, so that a change of the machine's load hits both
/// alike.
///
/// @param reused where values take over each other's memory
/// @param apart where each value has its own
/// @param reusedBytes that values take on all devices
/// @param apartBytes the same without reuse
public record ReuseTrial(RunResult reused, RunResult apart, long reusedBytes, long apartBytes) {

  /// Runs both. Blocks; any thread.
  ///
  /// @throws dev.partitura.engine.problem.ProblemException as [PlanRunner#run] does, for either
  public static ReuseTrial run(
      PlanRunner runner, RunRequest request, Cancellation cancellation, Progress progress) {
    var reusing = request.with(planned(request.plan(), true));
    var apart = request.with(planned(request.plan(), false));
    var runs = runner.runByTurns(List.of(reusing, apart), cancellation, progress);
    return cancellation.during(() ->
        new ReuseTrial(runs.getFirst(), runs.getLast(), valueBytes(reusing), valueBytes(apart)));
  }

  private static Plan planned(Plan plan, boolean planMemory) {
    var passes = plan.passes();
    return plan.withPasses(
        new Passes(
            passes.foldConstants(),
            passes.foldNormalization(),
            passes.fuseActivations(),
            planMemory,
            passes.precision()));
  }

  private static long valueBytes(RunRequest request) {
    var lowered = LoweringRunner.lower(request);
    long bytes = 0;
    for (int device = 0; device < lowered.cluster().devices().size(); device++) {
      bytes += lowered.valueBytes(device);
    }
    return bytes;
  }

  public Spread reusedNanos() {
    return Spread.of(reused.iterationNanos());
  }

  public Spread apartNanos() {
    return Spread.of(apart.iterationNanos());
  }

  /// By how much faster it is without reuse, as a share of the time with it; negative where it is
  /// slower.
  public double gain() {
    return 1 - apartNanos().median() / reusedNanos().median();
  }

  /// Whether the middle halves of the times lie apart, so that the gain is more than their spread.
  public boolean isClear() {
    var with = reusedNanos();
    var without = apartNanos();
    return without.upperQuartile() < with.lowerQuartile()
        || with.upperQuartile() < without.lowerQuartile();
  }

  /// Bytes more that it takes without reuse.
  public long costBytes() {
    return apartBytes - reusedBytes;
  }

  public boolean isCancelled() {
    return reused.cancelled() || apart.cancelled();
  }
}
