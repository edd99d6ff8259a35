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
/// @param deadlineNanos within which an answer is wanted, from when the request was due; 0 for none
/// @param sheds whether requests are sent away that would miss their deadline anyway
public record QueueSettings(
    int instances,
    int batchMax,
    long batchWaitNanos,
    int queueMax,
    QueuePolicy policy,
    long deadlineNanos,
    boolean sheds) {
  public static final int UNLIMITED = Integer.MAX_VALUE;

  /// One server that takes one request after another.
  public static final QueueSettings PLAIN =
      new QueueSettings(1, 1, 0, UNLIMITED, QueuePolicy.FIFO, 0, false);

  /// @throws ProblemException when shedding or an order by deadline has no deadline to go by
  public QueueSettings {
    if (instances < 1 || batchMax < 1 || batchWaitNanos < 0 || queueMax < 0 || deadlineNanos < 0) {
      throw new IllegalArgumentException(
          "No queue has "
              + instances
              + " instances, batches of "
              + batchMax
              + ", waits of "
              + batchWaitNanos
              + " ns, "
              + queueMax
              + " places and a deadline of "
              + deadlineNanos
              + " ns");
    }
    var problems = new ArrayList<Problem>();
    if (deadlineNanos == 0 && sheds) {
      problems.add(Problem.of("serve.shed.deadline", ""));
    }
    if (deadlineNanos == 0 && policy == QueuePolicy.EARLIEST_DEADLINE) {
      problems.add(Problem.of("serve.policy.deadline", ""));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  /// When the answer to a request that is due then is worth nothing any more.
  long deadlineOf(long dueNanos) {
    return deadlineNanos == 0 ? Request.NO_DEADLINE : dueNanos + deadlineNanos;
  }

  public QueueSettings withInstances(int count) {
    return new QueueSettings(
        count, batchMax, batchWaitNanos, queueMax, policy, deadlineNanos, sheds);
  }
}
