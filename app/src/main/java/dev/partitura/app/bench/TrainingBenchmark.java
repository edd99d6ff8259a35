package dev.partitura.app.bench;

import dev.partitura.engine.analysis.Bubble;
import dev.partitura.engine.analysis.PhaseTimes;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.Spread;
import dev.partitura.engine.execute.TrainingResult;
import dev.partitura.engine.plan.schedule.OrderTimes;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.plan.schedule.Pipelines;
import dev.partitura.engine.plan.schedule.Schedule;
import dev.partitura.engine.plan.schedule.Schedules;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.training.optimizer.Optimizers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/// Trains on two workers: replicas beside one worker with the same samples, and a pipeline under
/// every schedule beside what its order would leave idle if stages were equal and messages free.
/// What is compared runs by turns, so that a busy minute falls on all.
///
/// @param words what networks and plans are called
/// @param turns of each plan
public record TrainingBenchmark(PlanWords words, int turns) {
  private static final int WORKERS = 2;
  private static final int MICRO_BATCHES = 8;

  /// Steps of a turn that count, and those before them.
  private static final int STEPS = 4;

  private static final int WARM_UPS = 2;

  /// @param model trained by replicas
  /// @param batch of it, over all replicas
  /// @param piped the network that passes a pipeline
  /// @param pipedBatch of it
  public TrainingScores run(
      String model, int batch, String piped, int pipedBatch, Progress progress) {
    var schedules =
        Schedules.all().stream().filter(schedule -> !schedule.splitsSequence()).toList();
    int all = turns * (2 + schedules.size());
    var one = lowered(model, batch, "single", 1);
    var two = lowered(model, batch, "data=" + WORKERS, WORKERS);
    var alone = new ArrayList<Long>();
    var together = new ArrayList<Long>();
    for (int turn = 0; turn < turns; turn++) {
      progress.update("replicas", 2L * turn, all);
      add(alone, one.run(WARM_UPS + STEPS));
      add(together, two.run(WARM_UPS + STEPS));
    }
    var steps =
        schedules.stream()
            .map(schedule -> lowered(piped, pipedBatch, plan(schedule), WORKERS))
            .toList();
    var measured = new ArrayList<Row>();
    schedules.forEach(_ -> measured.add(new Row()));
    for (int turn = 0; turn < turns; turn++) {
      for (int at = 0; at < steps.size(); at++) {
        progress.update("schedules", 2L * turns + (long) turn * steps.size() + at, all);
        measured.get(at).add(schedules.get(at), steps.get(at).run(WARM_UPS + STEPS));
      }
    }
    progress.update("schedules", all, all);
    var rows = new ArrayList<TrainingScores.Row>();
    for (int at = 0; at < schedules.size(); at++) {
      rows.add(measured.get(at).scores(schedules.get(at).name()));
    }
    return new TrainingScores(
        model,
        batch,
        Spread.of(array(alone)),
        Spread.of(array(together)),
        piped,
        pipedBatch,
        MICRO_BATCHES,
        rows,
        Timing.load());
  }

  private static String plan(Schedule schedule) {
    return "pipeline="
        + WORKERS
        + ",micro-batches="
        + MICRO_BATCHES
        + ",schedule="
        + schedule.name();
  }

  private RepeatedStep lowered(String model, int batch, String plan, int workers) {
    var network = words.network(model);
    var cluster = Clusters.workers(workers);
    var step =
        new Lowering()
            .lowerStep(
                network,
                cluster,
                words.plan(plan, network, cluster, batch),
                Optimizers.of("adam", null),
                batch,
                Map.of(),
                null);
    return RepeatedStep.of(network, step);
  }

  private static void add(List<Long> nanos, TrainingResult result) {
    Arrays.stream(result.stepNanos()).skip(WARM_UPS).forEach(nanos::add);
  }

  private static long[] array(List<Long> nanos) {
    return nanos.stream().flatMapToLong(LongStream::of).toArray();
  }

  /// What the turns of one schedule gave; bubbles in millionths.
  private static final class Row {
    private static final double MILLION = 1e6;

    private final List<Long> steps = new ArrayList<>();
    private final List<Long> ideal = new ArrayList<>();
    private final List<Long> bubbles = new ArrayList<>();

    void add(Schedule schedule, TrainingResult result) {
      TrainingBenchmark.add(steps, result);
      bubbles.add(Math.round(MILLION * Bubble.measured(result.trace())));
      var nanos = new EnumMap<Phase, Double>(Phase.class);
      PhaseTimes.of(result.trace())
          .nanos()
          .forEach((phase, of) -> {
            if (phase != Phase.U) {
              nanos.put(phase, (double) of);
            }
          });
      if (!schedule.splitsBackward()) {
        nanos.merge(Phase.B, nanos.getOrDefault(Phase.W, 0.0), Double::sum);
        nanos.remove(Phase.W);
      }
      var problem =
          Pipelines.of(
              schedule, WORKERS, MICRO_BATCHES, schedule.usualChunks(WORKERS), 1, nanos, 0);
      var order = schedule.order(problem);
      ideal.add(Math.round(MILLION * OrderTimes.of(problem, order, Double.NaN).bubbleRate()));
    }

    TrainingScores.Row scores(String name) {
      return new TrainingScores.Row(
          name,
          Spread.median(array(steps)),
          Spread.median(array(ideal)) / MILLION,
          Spread.median(array(bubbles)) / MILLION);
    }
  }
}
