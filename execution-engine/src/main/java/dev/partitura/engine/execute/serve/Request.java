package dev.partitura.engine.execute.serve;

import org.jspecify.annotations.Nullable;

/// One request on its way through the queue. Of one thread at a time, as its [Dispatcher].
public final class Request {
  /// The deadline of what may take for ever.
  public static final long NO_DEADLINE = Long.MAX_VALUE;

  private final long number;
  private final long dueNanos;
  private final long deadlineNanos;
  private final long workNanos;
  private final @Nullable Object content;

  long arrivedNanos;
  long idleAtArrival;
  boolean waits;
  int ahead;
  private long queueNanos;
  private long batchWaitNanos;

  /// @param number in order of arrival
  /// @param dueNanos when it was to arrive; its latency counts from here, even where it came late
  /// @param deadlineNanos when its answer is worth nothing any more, or [#NO_DEADLINE]
  /// @param workNanos what it alone is expected to take
  /// @param content what the answer is made of; null in thought
  public Request(
      long number, long dueNanos, long deadlineNanos, long workNanos, @Nullable Object content) {
    this.number = number;
    this.dueNanos = dueNanos;
    this.deadlineNanos = deadlineNanos;
    this.workNanos = workNanos;
    this.content = content;
  }

  public long number() {
    return number;
  }

  public long dueNanos() {
    return dueNanos;
  }

  public long deadlineNanos() {
    return deadlineNanos;
  }

  public long workNanos() {
    return workNanos;
  }

  public @Nullable Object content() {
    return content;
  }

  /// When it was there.
  public long arrivedNanos() {
    return arrivedNanos;
  }

  /// Requests that waited already when it came.
  public int ahead() {
    return ahead;
  }

  /// Of its wait, the time while every instance was busy; and what it came late.
  public long queueNanos() {
    return queueNanos;
  }

  /// Of its wait, the time while an instance was free and the batch waited for company.
  public long batchWaitNanos() {
    return batchWaitNanos;
  }

  /// Splits the wait that ends now.
  ///
  /// @param idleNanos for how long, since it arrived, an instance was free
  void starts(long nowNanos, long idleNanos) {
    batchWaitNanos = idleNanos;
    queueNanos = Math.max(0, nowNanos - dueNanos - idleNanos);
  }
}
