package dev.partitura.app.bench;

import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.task.lower.Lowered;
import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/// Measures lowering alone: no kernels, weights or inputs. Single threaded.
///
/// @param edited in two stages, whose micro-batches change
/// @param chainOps ops of the long chain
/// @param tasks of the largest graph, at least
/// @param rounds that count; of edits twenty times as many
/// @param warmUp of each case, before the rounds that count: code is compiled in the background,
///   and only after seconds is it the code that a long session runs
public record LoweringBenchmark(
    Network edited, int chainOps, int tasks, int rounds, Duration warmUp) {
  private static final int EDITS_PER_ROUND = 20;

  public LoweringScores run(Progress progress) {
    progress.update("edits", 0, 4);
    var edit = Timing.of(tasks(LoweringCases.edit(edited)), rounds * EDITS_PER_ROUND, warmUp);
    progress.update("chain", 1, 4);
    var chain = Timing.of(tasks(LoweringCases.chain(chainOps)), rounds, warmUp);
    progress.update("tasks", 2, 4);
    var expansion = LoweringCases.expansion(tasks);
    var timing = Timing.of(tasks(expansion), rounds, warmUp);
    var graph = expansion.get().graph();
    progress.update("training edits", 3, 4);
    var trainingEdit =
        Timing.of(tasks(LoweringCases.trainingEdit(edited)), rounds * EDITS_PER_ROUND, warmUp);
    progress.update("training edits", 4, 4);
    return new LoweringScores(
        edit,
        trainingEdit,
        chain,
        chainOps,
        timing,
        graph.taskCount(),
        graph.sizeBytes(),
        Timing.load());
  }

  private static IntSupplier tasks(Supplier<Lowered> lowering) {
    return () -> lowering.get().graph().taskCount();
  }
}
