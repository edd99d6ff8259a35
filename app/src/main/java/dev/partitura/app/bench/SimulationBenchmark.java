package dev.partitura.app.bench;

import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.simulate.SimulatedExecutor;
import dev.partitura.engine.task.lower.Lowered;
import java.time.Duration;
import java.util.function.Supplier;

/// Measures the simulator: how many tasks it runs a second, and how long a plan takes to be laid
/// out and run in thought again when a hand moves it. Single threaded.
///
/// @param tasks of the large graph, at least
/// @param editedTasks of the plan that is edited, at least
/// @param rounds that count; of edits twenty times as many
/// @param warmUp of each case
public record SimulationBenchmark(int tasks, int editedTasks, int rounds, Duration warmUp) {
  private static final int EDITS_PER_ROUND = 20;

  public SimulationScores run(Progress progress) {
    progress.update("edits", 0, 2);
    var edit = LoweringCases.editOf(editedTasks);
    var edited = Timing.of(() -> simulated(edit.get()), rounds * EDITS_PER_ROUND, warmUp);
    progress.update("tasks", 1, 2);
    Supplier<Lowered> expansion = LoweringCases.expansion(tasks);
    var lowered = expansion.get();
    var timing = Timing.of(() -> simulated(lowered), rounds, warmUp);
    progress.update("tasks", 2, 2);
    return new SimulationScores(
        edited, edit.get().graph().taskCount(), timing, lowered.graph().taskCount(), Timing.load());
  }

  private static int simulated(Lowered lowered) {
    return new SimulatedExecutor().times(lowered).endNanos().length;
  }
}
