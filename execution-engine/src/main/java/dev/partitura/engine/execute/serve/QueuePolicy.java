package dev.partitura.engine.execute.serve;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Queue;

/// Which of the waiting requests goes first. Equals go in order of arrival.
public enum QueuePolicy {
  FIFO,
  EARLIEST_DEADLINE,
  SHORTEST;

  /// As it is written on the command line.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// An empty line in this order.
  Queue<Request> line() {
    return switch (this) {
      case FIFO -> new ArrayDeque<>();
      case EARLIEST_DEADLINE -> ordered(Comparator.comparingLong(Request::deadlineNanos));
      case SHORTEST -> ordered(Comparator.comparingLong(Request::workNanos));
    };
  }

  private static Queue<Request> ordered(Comparator<Request> first) {
    return new PriorityQueue<>(first.thenComparingLong(Request::number));
  }
}
