package dev.partitura.app.cli;

import dev.partitura.engine.execute.serve.QueuePolicy;
import dev.partitura.engine.execute.serve.QueueSettings;
import dev.partitura.engine.problem.ProblemException;
import java.util.Arrays;
import picocli.CommandLine.Option;

/// How requests are queued and batched: the options that a real queue and one in thought share.
final class QueueOptions {
  private static final double NANOS = 1e6;

  @Option(
      names = "--batch-max",
      paramLabel = "B",
      converter = Limit.class,
      description = "Requests of a batch at most, or none for no limit. Default: ${DEFAULT-VALUE}.")
  private int batchMax = 1;

  @Option(
      names = "--batch-wait",
      paramLabel = "MS",
      converter = Milliseconds.class,
      description =
          "How long a request may wait for company while an instance is free; 0 takes whatever waits. Default: ${DEFAULT-VALUE}.")
  private double batchWait;

  @Option(
      names = "--queue-max",
      paramLabel = "N",
      converter = Limit.class,
      description =
          "Requests that may wait, beside those in service; more are shed at once. Default: no limit.")
  private int queueMax = Limit.NONE;

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      description =
          "Who goes first: fifo, earliest-deadline or shortest. Default: ${DEFAULT-VALUE}.")
  private String policy = "fifo";

  @Option(
      names = "--deadline",
      paramLabel = "MS",
      converter = Milliseconds.class,
      description = "Within which an answer is wanted, from when the request was due.")
  private double deadline;

  @Option(names = "--shed", description = "Shed requests that would miss the deadline anyway.")
  private boolean shed;

  int batchMax() {
    return batchMax;
  }

  double deadlineMillis() {
    return deadline;
  }

  /// @throws ProblemException when they contradict one another
  QueueSettings settings(int instances) {
    if (batchMax == 0) {
      throw new UsageException("--batch-max 0 makes no batches. Use 1 or more, or none.");
    }
    return new QueueSettings(
        instances,
        batchMax,
        Math.round(batchWait * NANOS),
        queueMax == Limit.NONE ? QueueSettings.UNLIMITED : queueMax,
        policy(),
        Math.round(deadline * NANOS),
        shed);
  }

  private QueuePolicy policy() {
    return Arrays.stream(QueuePolicy.values())
        .filter(each -> each.word().equals(policy))
        .findFirst()
        .orElseThrow(() ->
            new UsageException(
                "--policy " + policy + " is unknown. Use fifo, earliest-deadline or shortest."));
  }
}
