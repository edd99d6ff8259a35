package dev.partitura.engine.execute.ranks;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.execute.TaskGraphExecutor;
import dev.partitura.engine.execute.TrainingResult;
import dev.partitura.engine.execute.Workload;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.execute.local.PlanExecution;
import dev.partitura.engine.execute.local.TrainingRun;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.lower.Lowered;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Executes on ranks where the cluster has such, and else on the threads of this process. Ranks are
/// started when they are needed first and stay for the runs that follow, until another number of
/// them is needed, one is lost, a run is cancelled, or this is closed. One run at a time on ranks;
/// any thread.
public final class RanksExecutor implements TaskGraphExecutor, AutoCloseable {
  private final LocalExecutor local;
  private final Function<Network, String> words;
  private final List<String> command;
  private final @Nullable String mpi;
  private @Nullable RankSession session;

  /// @param local for clusters without ranks
  /// @param words by which every rank finds a network, as [RankProcess#run] is told to
  /// @param main the class that, given the word `rank`, calls [RankProcess#run]
  public RanksExecutor(LocalExecutor local, Function<Network, String> words, String main) {
    this(local, words, main, null);
  }

  /// @param mpi which of several installed ones: `openmpi` or `mpich`
  public RanksExecutor(
      LocalExecutor local, Function<Network, String> words, String main, @Nullable String mpi) {
    this.mpi = mpi;
    this.local = local;
    this.words = words;
    command = JavaCommand.of(main, "rank");
  }

  private static boolean hasRanks(Lowered lowered) {
    return lowered.cluster().devices().stream().anyMatch(Device::hasRank);
  }

  @Override
  public <R> R run(
      Lowered lowered, Workload<R> workload, Cancellation cancellation, Progress progress) {
    if (!hasRanks(lowered)) {
      return local.run(lowered, workload, cancellation, progress);
    }
    var result =
        switch (workload) {
          case Workload.ClosedRepeats repeats ->
              runByTurns(List.of(lowered), repeats, cancellation, progress).getFirst();
          case Workload.TrainingSteps steps -> train(lowered, steps, cancellation, progress);
        };
    return workload.gives().cast(result);
  }

  /// {@inheritDoc}
  ///
  /// @throws ProblemException also when a rank is lost
  @Override
  public List<RunResult> runByTurns(
      List<Lowered> plans,
      Workload.ClosedRepeats repeats,
      Cancellation cancellation,
      Progress progress) {
    if (plans.stream().noneMatch(RanksExecutor::hasRanks)) {
      return local.runByTurns(plans, repeats, cancellation, progress);
    }
    synchronized (this) {
      var prepared = new ArrayList<PlanExecution>();
      try {
        for (var plan : plans) {
          prepared.add(
              cancellation.during(() ->
                  hasRanks(plan)
                      ? RankExecution.prepare(
                          session(plan.cluster(), progress),
                          plan,
                          Job.of(plan, words),
                          repeats,
                          cancellation)
                      : local.prepare(plan, repeats)));
        }
        return LocalExecutor.measure(prepared, repeats, cancellation, progress);
      } finally {
        prepared.forEach(PlanExecution::close);
      }
    }
  }

  private TrainingResult train(
      Lowered lowered, Workload.TrainingSteps steps, Cancellation cancellation, Progress progress) {
    synchronized (this) {
      try (var prepared =
          cancellation.during(() ->
              RankExecution.prepare(
                  session(lowered.cluster(), progress),
                  lowered,
                  Job.of(lowered, words),
                  null,
                  cancellation))) {
        return new TrainingRun(prepared, steps).run(cancellation, progress);
      }
    }
  }

  /// Starts so many ranks on this machine and measures how they reach one another.
  ///
  /// @throws ProblemException when there is no MPI, or a rank does not come or is lost
  public synchronized RankMeasurements measure(int ranks) {
    close();
    try (var measured = RankSession.start(ranks, command, mpi)) {
      return RankMeasurements.of(measured);
    }
  }

  /// The ranks of a cluster, started where there are none yet.
  private RankSession session(Cluster cluster, Progress progress) {
    int ranks = 1 + cluster.devices().stream().mapToInt(Device::rank).max().orElse(0);
    var there = session;
    if (there != null && there.isHealthy() && there.size() == ranks) {
      return there;
    }
    close();
    progress.update("compile", 0, 0);
    var started = RankSession.start(ranks, command, mpi);
    session = started;
    return started;
  }

  /// Ends the ranks.
  @Override
  public synchronized void close() {
    if (session != null) {
      session.close();
      session = null;
    }
  }
}
