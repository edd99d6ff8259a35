package dev.partitura.engine.execute.serve;

import java.util.List;
import java.util.SplittableRandom;

/// Within how long answers are wanted, from when requests were due.
///
/// @param nanos one for all requests, or several, of which each request has one; empty where
///   answers are never late
public record Deadlines(List<Long> nanos) {
  public static final Deadlines NONE = new Deadlines(List.of());

  public Deadlines {
    nanos = List.copyOf(nanos);
    if (nanos.stream().anyMatch(each -> each <= 0)) {
      throw new IllegalArgumentException("No answer is wanted within " + nanos + " ns");
    }
  }

  /// One for all; 0 for none.
  public static Deadlines of(long nanos) {
    return nanos == 0 ? NONE : new Deadlines(List.of(nanos));
  }

  public boolean isEmpty() {
    return nanos.isEmpty();
  }

  /// Whether requests have different ones.
  public boolean differ() {
    return nanos.stream().distinct().count() > 1;
  }

  /// When the answer to a request that is due then is worth nothing any more. Which of several a
  /// request has is drawn by its number, so that the real queue and the one in thought agree.
  public long of(long number, long dueNanos) {
    return switch (nanos.size()) {
      case 0 -> Request.NO_DEADLINE;
      case 1 -> dueNanos + nanos.getFirst();
      default -> dueNanos + nanos.get(new SplittableRandom(number).nextInt(nanos.size()));
    };
  }

  /// The one for all.
  ///
  /// @throws IllegalStateException where there is none, or several
  public long sole() {
    if (nanos.size() != 1) {
      throw new IllegalStateException("There is no one deadline in " + nanos);
    }
    return nanos.getFirst();
  }
}
