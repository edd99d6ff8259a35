package dev.partitura.engine.backend.gpu;

import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/// Maps the clock of a card to [System#nanoTime]: by readings of both at once, taken again as time
/// goes on, and a straight line between two of them. Any thread.
public final class GpuClock {
  private static final long REFRESH_NANOS = 50_000_000;

  private final Supplier<Reading> read;
  private Reading earlier;
  private Reading latest;
  private long errorNanos;

  /// Both clocks at one moment.
  ///
  /// @param card nanoseconds on the clock of the card
  /// @param host the middle of the time in which that was
  /// @param errorNanos half of that time
  public record Reading(long card, long host, long errorNanos) {}

  /// @param read takes a reading, as sharp as it can
  public GpuClock(Supplier<Reading> read) {
    this.read = read;
    latest = read.get();
    earlier = latest;
    errorNanos = latest.errorNanos;
  }

  /// How times are mapped from now on: the same for all that are asked of it, so that their order
  /// stays.
  public synchronized LongUnaryOperator mapping() {
    if (System.nanoTime() - latest.host > REFRESH_NANOS) {
      var next = read.get();
      earlier = latest;
      latest = next;
      errorNanos = Math.max(errorNanos, next.errorNanos);
    }
    var from = latest;
    if (from.card == earlier.card) {
      return card -> from.host + (card - from.card);
    }
    // A clock that is a little fast or slow: the ratio is near 1, so that its rounding is small.
    double drift = (double) (from.host - earlier.host) / (from.card - earlier.card) - 1;
    return card -> from.host + (card - from.card) + Math.round((card - from.card) * drift);
  }

  /// The time of this process at which the clock of the card showed `card`.
  long nanos(long card) {
    return mapping().applyAsLong(card);
  }

  /// By how much a time may be wrong: the largest that any reading so far had.
  public synchronized long errorNanos() {
    return errorNanos;
  }
}
