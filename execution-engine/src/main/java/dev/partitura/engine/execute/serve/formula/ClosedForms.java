package dev.partitura.engine.execute.serve.formula;

import dev.partitura.engine.execute.serve.Arrivals;
import dev.partitura.engine.execute.serve.ConstantArrivals;
import dev.partitura.engine.execute.serve.Distribution;
import dev.partitura.engine.execute.serve.GammaArrivals;
import dev.partitura.engine.execute.serve.PoissonArrivals;
import dev.partitura.engine.execute.serve.QueuePolicy;
import dev.partitura.engine.execute.serve.QueueSettings;
import dev.partitura.engine.execute.serve.ServiceTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the closed form of a queue, where there is one.
public final class ClosedForms {
  /// Places of a limited queue whose shares are summed in moments.
  private static final int MOST_PLACES = 5_000_000;

  private ClosedForms() {}

  /// What arrives over what full batches on all instances could serve.
  public static double load(Arrivals arrivals, ServiceTime service, QueueSettings settings) {
    return BulkQueue.load(arrivals.perSecond(), service, settings.batchMax())
        / settings.instances();
  }

  /// Empty where none is known, or the load leaves no steady state.
  public static Optional<ClosedForm> of(
      Arrivals arrivals, ServiceTime service, QueueSettings settings) {
    boolean plain = settings.policy() == QueuePolicy.FIFO && !settings.sheds();
    if (!plain || settings.batchWaitNanos() > 0) {
      return Optional.empty();
    }
    boolean limited = settings.queueMax() != QueueSettings.UNLIMITED;
    if (!limited && load(arrivals, service, settings) >= 1) {
      return Optional.empty();
    }
    if (settings.batchMax() > 1) {
      boolean known =
          arrivals instanceof PoissonArrivals
              && !limited
              && settings.instances() == 1
              && BulkQueue.knows(service);
      return Optional.ofNullable(
          known ? BulkQueue.of(arrivals.perSecond(), service, settings.batchMax()) : null);
    }
    return Optional.ofNullable(ofSingles(arrivals, times(service), settings, limited));
  }

  private static Distribution times(ServiceTime service) {
    return service instanceof ServiceTime.Drawn(var times)
        ? times
        : new Distribution.Constant(service.meanSeconds(1));
  }

  private static @Nullable ClosedForm ofSingles(
      Arrivals arrivals, Distribution times, QueueSettings settings, boolean limited) {
    double perSecond = arrivals.perSecond();
    int servers = settings.instances();
    double rate = 1 / times.mean();
    if (limited) {
      long places = (long) servers + settings.queueMax();
      return arrivals instanceof PoissonArrivals
              && times instanceof Distribution.Exponential
              && places <= MOST_PLACES
          ? new LimitedQueue(perSecond, rate, servers, (int) places)
          : null;
    }
    if (arrivals instanceof PoissonArrivals) {
      return switch (times) {
        case Distribution.Exponential _ -> new ErlangQueue(perSecond, rate, servers);
        case Distribution.Constant _ -> FixedTimeQueue.of(perSecond, times.mean(), servers);
        default -> servers == 1 ? new GeneralServiceQueue(perSecond, times) : null;
      };
    }
    if (servers > 1 || !(times instanceof Distribution.Exponential)) {
      return null;
    }
    return switch (arrivals) {
      case ConstantArrivals _ -> RenewalQueue.constant(perSecond, rate);
      case GammaArrivals(_, var variation) -> RenewalQueue.gamma(perSecond, variation, rate);
      default -> null;
    };
  }
}
