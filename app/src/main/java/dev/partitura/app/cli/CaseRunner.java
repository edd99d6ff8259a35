package dev.partitura.app.cli;

import dev.partitura.app.cli.CaseResult.Status;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Collectors;

/// Runs cases one after another, each on a thread of its own, so that a case that fails, hangs or
/// exhausts its stack or heap ends as a line of the report and the next one starts.
final class CaseRunner {
  /// Deeply nested networks recurse.
  private static final long STACK_BYTES = 64L << 20;

  private final Duration timeout;

  CaseRunner(Duration timeout) {
    this.timeout = timeout;
  }

  /// What a case does; it returns when the case ran.
  @FunctionalInterface
  interface Body {
    void run(Cancellation cancellation) throws IOException;
  }

  CaseResult run(String name, Body body) {
    long begun = System.nanoTime();
    var attempt = new Attempt(body);
    var thread = new Thread(null, attempt, "case " + name, STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    try {
      if (!thread.join(timeout)) {
        attempt.cancellation.cancel();
        attempt.end(
            Status.ERROR, "The case was given up after " + timeout.toSeconds() + " seconds.");
      }
    } catch (InterruptedException _) {
      attempt.cancellation.cancel();
      attempt.end(Status.ERROR, "The case was interrupted.");
      Thread.currentThread().interrupt();
    }
    return attempt.result(name, (System.nanoTime() - begun) / 1_000_000);
  }

  private static final class Attempt implements Runnable {
    private final Body body;
    private final Cancellation cancellation = new Cancellation();
    private Status status = Status.ERROR;
    private String message = "";
    private boolean ended;

    Attempt(Body body) {
      this.body = body;
    }

    @Override
    public void run() {
      try {
        cancellation.during(() -> {
          body.run(cancellation);
          return null;
        });
        end(Status.RAN, "");
      } catch (ProblemException refused) {
        end(
            Status.REFUSED,
            refused.problems().stream().map(Problem::sentence).collect(Collectors.joining(" ")));
      } catch (Throwable fault) {
        // Also errors of the virtual machine: the batch goes on with the next case.
        end(Faults.isRefusal(fault) ? Status.REFUSED : Status.ERROR, Faults.sentence(fault));
      }
    }

    /// The first end counts: a case that comes back after it was given up changes nothing.
    synchronized void end(Status endStatus, String endMessage) {
      if (!ended) {
        ended = true;
        status = endStatus;
        message = endMessage;
      }
    }

    synchronized CaseResult result(String name, long millis) {
      return new CaseResult(name, status, message, millis);
    }
  }
}
