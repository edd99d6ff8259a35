package dev.partitura.ui.session;

import dev.partitura.engine.execute.serve.Arrivals;
import dev.partitura.engine.execute.serve.BurstArrivals;
import dev.partitura.engine.execute.serve.ConstantArrivals;
import dev.partitura.engine.execute.serve.Deadlines;
import dev.partitura.engine.execute.serve.GammaArrivals;
import dev.partitura.engine.execute.serve.PoissonArrivals;
import dev.partitura.engine.execute.serve.QueuePolicy;
import dev.partitura.engine.execute.serve.QueueSettings;
import dev.partitura.engine.execute.serve.live.Load;
import dev.partitura.engine.execute.serve.live.ServedPlan;
import dev.partitura.engine.execute.serve.mlperf.LoadScenario;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a person sets for serving. Where load or deadlines are left to the program, they follow
/// from what is measured when the plan is loaded.
///
/// @param perSecond requests a second; null leaves it to the program
/// @param shape requests of a burst, or the variation of gamma arrivals; else without meaning
/// @param batchMax requests of a batch at most
/// @param batchWaitMillis how long a request may wait for company
/// @param deadlinesMillis one or several, empty for none; null leaves it to the program
/// @param seconds for which requests are made after the warm-up
/// @param sheds whether what would be late anyway is sent away
public record ServingSettings(
    Kind kind,
    @Nullable Double perSecond,
    double shape,
    int batchMax,
    double batchWaitMillis,
    @Nullable List<Double> deadlinesMillis,
    double seconds,
    QueuePolicy policy,
    boolean sheds) {
  /// How requests arrive.
  public enum Kind {
    POISSON,
    CONSTANT,
    BURST,
    GAMMA;

    /// Whether it has a number beside its rate.
    public boolean hasShape() {
      return this == BURST || this == GAMMA;
    }
  }

  /// Requests that are made before they count.
  public static final double WARMUP_SECONDS = 1;

  /// Of what one request after another would come to, so much is offered where nobody says: more
  /// overloads a machine that others use too.
  public static final double AUTO_SHARE = 0.2;

  /// A deadline where nobody says one: so many times what a request alone takes …
  public static final int AUTO_DEADLINE = 10;

  /// … and at least this, of which the pauses of a busy machine alone take a part.
  public static final double LEAST_AUTO_DEADLINE_MILLIS = 5;

  private static final double MILLI = 1e6;
  private static final long SEED = 1;
  private static final int MOST_TRACED = 50_000;

  /// Beyond these, requests are sent away: an overload shall not fill the memory of the window.
  private static final int MOST_WAITING = 100_000;

  /// What suits most networks.
  public static final ServingSettings USUAL =
      new ServingSettings(Kind.POISSON, null, 4, 8, 0, null, 5, QueuePolicy.FIFO, false);

  public ServingSettings {
    deadlinesMillis = deadlinesMillis == null ? null : List.copyOf(deadlinesMillis);
  }

  /// Requests a second that are offered to a plan.
  public double perSecond(ServedPlan plan) {
    return perSecond != null
        ? perSecond
        : AUTO_SHARE * plan.instances().size() / plan.service().meanSeconds(1);
  }

  private Deadlines deadlines(ServedPlan plan) {
    if (deadlinesMillis != null) {
      return new Deadlines(
          deadlinesMillis.stream().map(millis -> Math.round(millis * MILLI)).toList());
    }
    double alone = plan.service().meanSeconds(1) * 1e3;
    double millis = Math.max(LEAST_AUTO_DEADLINE_MILLIS, AUTO_DEADLINE * alone);
    return Deadlines.of(Math.round(millis * MILLI));
  }

  /// The same with the deadlines that a plan gets, so that others are held to these too.
  public ServingSettings withDeadlinesOf(ServedPlan plan) {
    return new ServingSettings(
        kind,
        perSecond,
        shape,
        batchMax,
        batchWaitMillis,
        deadlines(plan).nanos().stream().map(nanos -> nanos / MILLI).toList(),
        seconds,
        policy,
        sheds);
  }

  private Arrivals arrivals(double rate) {
    return switch (kind) {
      case POISSON -> new PoissonArrivals(rate);
      case CONSTANT -> new ConstantArrivals(rate);
      case BURST -> new BurstArrivals(rate, (int) shape);
      case GAMMA -> new GammaArrivals(rate, shape);
    };
  }

  /// What a plan is put under.
  ///
  /// @param traced whether the first requests are kept as a trace
  public Load load(ServedPlan plan, boolean traced) {
    var queue =
        new QueueSettings(
            plan.instances().size(),
            batchMax,
            Math.round(batchWaitMillis * MILLI),
            MOST_WAITING,
            policy,
            deadlines(plan),
            sheds);
    return new Load(
        LoadScenario.SERVER,
        arrivals(perSecond(plan)),
        queue,
        seconds,
        WARMUP_SECONDS,
        SEED,
        traced ? MOST_TRACED : 0);
  }
}
