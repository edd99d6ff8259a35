package dev.partitura.app.cli;

import dev.partitura.engine.execute.serve.Deadlines;
import dev.partitura.engine.execute.serve.QueuePolicy;
import dev.partitura.engine.execute.serve.QueueSettings;
import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
      converter = TimeSpan.Milliseconds.class,
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
      paramLabel = "MS[,MS…]",
      split = ",",
      converter = TimeSpan.Milliseconds.class,
      description =
          "Within which an answer is wanted, from when the request was due; of several each request has one.")
  private List<Double> deadlines = new ArrayList<>();

  @Option(names = "--shed", description = "Shed requests that would miss the deadline anyway.")
  private boolean shed;

  int batchMax() {
    return batchMax;
  }

  int deadlines() {
    return deadlines.size();
  }

  /// @throws ProblemException when they contradict one another
  QueueSettings settings(int instances) {
    if (batchMax == 0) {
      throw new UsageException("--batch-max 0 makes no batches. Use 1 or more, or none.");
    }
    if (batchMax == 1 && batchWait > 0) {
      throw new UsageException(
          "--batch-wait waits for company, and a batch of one has none. Give --batch-max, or leave it out.");
    }
    if (deadlines.stream().anyMatch(each -> Math.round(each * NANOS) == 0)) {
      throw new UsageException("--deadline 0 is no time. Use more, or leave it out.");
    }
    return new QueueSettings(
        instances,
        batchMax,
        Math.round(batchWait * NANOS),
        queueMax == Limit.NONE ? QueueSettings.UNLIMITED : queueMax,
        policy(),
        new Deadlines(deadlines.stream().map(each -> Math.round(each * NANOS)).toList()),
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
