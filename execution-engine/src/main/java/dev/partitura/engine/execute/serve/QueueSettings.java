package dev.partitura.engine.execute.serve;

import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;

/// How requests are queued and batched.
///
/// @param instances servers behind the one queue, each with a batch at a time
/// @param batchMax requests of a batch at most
/// @param batchWaitNanos how long a request may wait for company while an instance is free; 0 takes
///   whatever waits
/// @param queueMax requests that may wait, beside those in service; [#UNLIMITED] for any number
/// @param sheds whether requests are sent away that would miss their deadline anyway
public record QueueSettings(
    int instances,
    int batchMax,
    long batchWaitNanos,
    int queueMax,
    QueuePolicy policy,
    Deadlines deadlines,
    boolean sheds) {
  public static final int UNLIMITED = Integer.MAX_VALUE;

  /// One server that takes one request after another.
  public static final QueueSettings PLAIN =
      new QueueSettings(1, 1, 0, UNLIMITED, QueuePolicy.FIFO, 0, false);

  /// @throws ProblemException when shedding has no deadline to go by, or an order by deadline none
  ///   that differ
  public QueueSettings {
    if (instances < 1 || batchMax < 1 || batchWaitNanos < 0 || queueMax < 0) {
      throw new IllegalArgumentException(
          "No queue has "
              + instances
              + " instances, batches of "
              + batchMax
              + ", waits of "
              + batchWaitNanos
              + " ns and "
              + queueMax
              + " places");
    }
    var problems = new ArrayList<Problem>();
    if (deadlines.isEmpty() && sheds) {
      problems.add(Problem.of("serve.shed.deadline", ""));
    }
    if (!deadlines.differ() && policy == QueuePolicy.EARLIEST_DEADLINE) {
      problems.add(Problem.of("serve.policy.deadline", ""));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  /// With one deadline for all requests, or none where it is 0.
  public QueueSettings(
      int instances,
      int batchMax,
      long batchWaitNanos,
      int queueMax,
      QueuePolicy policy,
      long deadlineNanos,
      boolean sheds) {
    this(instances, batchMax, batchWaitNanos, queueMax, policy, Deadlines.of(deadlineNanos), sheds);
  }

  /// These settings for requests of which each is known to take its own time, or all alike.
  ///
  /// @throws ProblemException where the shortest is to go first and there is none
  public QueueSettings requireOrder(boolean lengthsDiffer) {
    if (policy == QueuePolicy.SHORTEST && !lengthsDiffer) {
      throw ProblemException.of("serve.policy.shortest", "");
    }
    return this;
  }

  public QueueSettings withInstances(int count) {
    return new QueueSettings(count, batchMax, batchWaitNanos, queueMax, policy, deadlines, sheds);
  }
}
