package dev.partitura.app.bench;

import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.Spread;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.task.lower.Lowered;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.OptionalDouble;
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
    progress.update("edits", 0, 3);
    var edit = timing(LoweringCases.edit(edited), rounds * EDITS_PER_ROUND);
    progress.update("chain", 1, 3);
    var chain = timing(LoweringCases.chain(chainOps), rounds);
    progress.update("tasks", 2, 3);
    var expansion = LoweringCases.expansion(tasks);
    var timing = timing(expansion, rounds);
    var graph = expansion.get().graph();
    progress.update("tasks", 3, 3);
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return new LoweringScores(
        edit,
        chain,
        chainOps,
        timing,
        graph.taskCount(),
        graph.sizeBytes(),
        load < 0 ? OptionalDouble.empty() : OptionalDouble.of(load));
  }

  private LoweringScores.Timing timing(Supplier<Lowered> lowering, int count) {
    var threads = ManagementFactory.getThreadMXBean();
    var wall = new long[count];
    var cpu = new long[count];
    long tasks = 0;
    long warm = System.nanoTime() + warmUp.toNanos();
    while (System.nanoTime() < warm) {
      tasks += lowering.get().graph().taskCount();
    }
    for (int round = 0; round < count; round++) {
      long cpuStart = threads.getCurrentThreadCpuTime();
      long start = System.nanoTime();
      tasks += lowering.get().graph().taskCount();
      wall[round] = System.nanoTime() - start;
      cpu[round] = threads.getCurrentThreadCpuTime() - cpuStart;
    }
    if (tasks == 0) {
      throw new IllegalStateException("Nothing was lowered");
    }
    return new LoweringScores.Timing(Spread.median(wall), Spread.median(cpu));
  }
}
