package dev.partitura.engine.execute;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.LoadMeter;
import dev.partitura.engine.execute.TrainingControl.Setting;
import dev.partitura.engine.execute.TrainingHistory.Change;
import dev.partitura.engine.execute.TrainingHistory.Score;
import dev.partitura.engine.execute.TrainingHistory.Traffic;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.training.TrainingState;
import dev.partitura.engine.training.data.Dataset;
import dev.partitura.engine.training.data.Datasets;
import dev.partitura.engine.training.optimizer.Optimizers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A training that a person watches and steers: in stretches of about a second, or shorter where
/// something is set anew, with a state to go back to after each. The first step is compared with
/// the unsplit one. Used once, by one thread.
public final class SteeredTraining {
  private static final long STRETCH_NANOS = 1_000_000_000;

  /// Tries on the test samples take at most about one in this many parts of the time.
  private static final int SELDOM = 10;

  private final What what;
  private final PlanRunner runner;
  private final TaskGraphExecutor executor;
  private final TrainingControl control;
  private final TrainingWatch watch;
  private final List<Change> changes = new ArrayList<>();
  private final List<Score> scores = new ArrayList<>();
  private final List<Traffic> traffic = new ArrayList<>();
  private final List<Long> nanos = new ArrayList<>();
  private long nextScore;

  /// What is trained, on what, how.
  public record What(Network network, Cluster cluster, Plan plan, TrainingSettings settings) {}

  /// What an earlier training left, to go on from.
  public record Earlier(TrainingState state, TrainingHistory history) {}

  /// What came of it.
  ///
  /// @param state after the last step that counts
  /// @param result of the stretch run last; its trace is the last step
  /// @param stepNanos wall time of each step done now
  /// @param firstStep whether the first step done now is the unsplit one
  /// @param diverged why the training ended where a loss is no number, or null
  public record Outcome(
      TrainingState state,
      TrainingHistory history,
      TrainingResult result,
      long[] stepNanos,
      Agreement firstStep,
      Conditions conditions,
      List<String> frozen,
      @Nullable Problem diverged) {}

  /// @param runner tries the network on test samples
  public SteeredTraining(
      What what,
      PlanRunner runner,
      TaskGraphExecutor executor,
      TrainingControl control,
      TrainingWatch watch) {
    this.what = what;
    this.runner = runner;
    this.executor = executor;
    this.control = control;
    this.watch = watch;
  }

  /// Trains up to as many steps as were asked for.
  ///
  /// @param before what was done earlier, or null; to go on from
  /// @return null when it ended before its first step did
  /// @throws ProblemException where it cannot be trained
  public @Nullable Outcome run(
      @Nullable Earlier before, Cancellation cancellation, Progress progress) {
    progress.update("data", 0, 0);
    var data =
        cancellation.during(() -> Datasets.of(what.settings().data(), what.settings().seed()));
    var setting = control.setting();
    progress.update("compile", 0, 0);
    var trainer = trainer(data, setting, cancellation);
    var state = before == null ? trainer.initial() : before.state();
    if (before != null) {
      before
          .state()
          .misfit(trainer.step())
          .ifPresent(value -> {
            throw ProblemException.of("training.state.network", value, value);
          });
      changes.addAll(before.history().changes());
      scores.addAll(before.history().scores());
      traffic.addAll(before.history().traffic());
    }
    progress.update("check", 0, 0);
    var agreement = StepCheck.of(trainer.request(), state, executor, cancellation);
    watch.checked(agreement);
    note(state, setting);
    note(trainer.traffic(state.steps() + 1));
    var load = LoadMeter.start();
    Problem diverged = null;
    TrainingResult last = null;
    while (diverged == null
        && state.steps() < what.settings().steps()
        && control.awaitTurn(cancellation)) {
      var next = control.setting();
      if (!next.equals(setting)) {
        if (next.batch() != setting.batch()) {
          trainer = trainer(data, next, cancellation);
          note(trainer.traffic(state.steps() + 1));
        }
        setting = next;
        note(state, setting);
      }
      var from = state;
      state = stretch(trainer, from, setting, cancellation, progress);
      var result = Objects.requireNonNull(trainer.latest());
      if (result.diverged()) {
        state = again(trainer, from, result.losses().length, setting);
        diverged = trainer.divergence(state);
        result = result.losses().length > 0 ? Objects.requireNonNull(trainer.latest()) : result;
      }
      last = state.steps() > from.steps() || last == null ? result : last;
      watch.reached(state, last.trace());
      score(trainer, state, false, cancellation);
    }
    if (last == null || nanos.isEmpty()) {
      if (diverged != null) {
        throw new ProblemException(List.of(diverged));
      }
      return null;
    }
    score(trainer, state, true, cancellation);
    return outcome(trainer, state, last, agreement, load, diverged, setting);
  }

  private Trainer trainer(Dataset data, Setting setting, Cancellation cancellation) {
    var optimizer = Optimizers.of(what.settings().optimizer(), setting.learningRate());
    return cancellation.during(() ->
        new Trainer(
            new TrainingRequest(
                what.network(), what.cluster(), what.plan(), data, optimizer, setting.batch()),
            executor));
  }

  private void note(TrainingState state, Setting setting) {
    var change = new Change(state.steps() + 1, setting.learningRate(), setting.batch());
    changes.add(change);
    watch.changed(change);
  }

  private void note(Traffic moved) {
    traffic.add(moved);
    watch.moves(moved);
  }

  private TrainingState stretch(
      Trainer trainer,
      TrainingState from,
      Setting setting,
      Cancellation cancellation,
      Progress progress) {
    long end = System.nanoTime() + STRETCH_NANOS;
    int all = what.settings().steps();
    var before = nanos.size();
    var reached =
        trainer.train(
            from,
            all - from.steps(),
            setting.learningRate(),
            (number, loss, took) -> {
              nanos.add(took);
              watch.step(number, loss, took);
              progress.update("train", number, all);
              return control.keeps(setting) && System.nanoTime() - end < 0;
            },
            cancellation,
            Progress.NONE);
    // What was broken off does not count.
    nanos.subList(before + reached.steps() - from.steps(), nanos.size()).clear();
    return reached;
  }

  /// Does the steps again that still had a loss.
  private TrainingState again(Trainer trainer, TrainingState from, int good, Setting setting) {
    return good == 0
        ? from
        : trainer.train(
            from,
            good,
            setting.learningRate(),
            (_, _, took) -> nanos.add(took),
            new Cancellation(),
            Progress.NONE);
  }

  private void score(
      Trainer trainer, TrainingState state, boolean isLast, Cancellation cancellation) {
    long begin = System.nanoTime();
    boolean known = !scores.isEmpty() && scores.getLast().step() == state.steps();
    if (known || cancellation.isCancelled() || !isLast && begin - nextScore < 0) {
      return;
    }
    var accuracy =
        Accuracy.of(
            trainer.trained(state),
            what.cluster(),
            trainer.data().test(),
            what.plan().passes().precision(),
            runner,
            cancellation);
    if (cancellation.isCancelled()) {
      return;
    }
    var score = new Score(state.steps(), accuracy.right(), accuracy.places());
    scores.add(score);
    watch.scored(score);
    long end = System.nanoTime();
    nextScore = end + SELDOM * (end - begin);
  }

  private Outcome outcome(
      Trainer trainer,
      TrainingState state,
      TrainingResult last,
      Agreement agreement,
      LoadMeter load,
      @Nullable Problem diverged,
      Setting setting) {
    long[] times = nanos.stream().mapToLong(Long::longValue).toArray();
    return new Outcome(
        state,
        new TrainingHistory(
            what.settings(),
            state.losses(),
            changes,
            scores,
            traffic,
            state.steps() < what.settings().steps()),
        last,
        times,
        agreement,
        new Conditions(
            what.plan(),
            setting.batch(),
            1,
            0,
            Conditions.WarmUp.COUNTED,
            Arrays.stream(times).sum(),
            load.read()),
        trainer.frozen(),
        diverged);
  }
}
