package dev.partitura.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.app.cli.CaseResult.Status;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.problem.ProblemException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CaseRunnerTest {
  private final CaseRunner runner = new CaseRunner(Duration.ofSeconds(20));

  @Test
  void aCaseThatReturnsRan() {
    var result = runner.run("node/a", _ -> {});
    assertEquals(
        "node/a ran ", result.name() + " " + result.status().word() + " " + result.message());
  }

  @Test
  void aRefusalKeepsItsSentences() {
    var result =
        runner.run(
            "a",
            _ -> {
              throw ProblemException.of("edit.op.unknown", "y", "y");
            });
    assertEquals(
        new CaseResult(
            "a",
            Status.REFUSED,
            "There is no op y. Choose an op of this network.",
            result.millis()),
        result);
  }

  @Test
  void anExhaustedStackOrHeapIsALineAndTheNextCaseRuns() {
    var stack = runner.run("deep", _ -> nest(0));
    var heap =
        runner.run(
            "wide",
            _ -> {
              throw new OutOfMemoryError("Java heap space");
            });
    assertEquals(Status.REFUSED, stack.status());
    assertEquals(Status.REFUSED, heap.status());
    assertFalse(heap.message().contains("Error"), heap.message());
    assertEquals(Status.RAN, runner.run("next", _ -> {}).status());
  }

  @Test
  void aFaultNamesNoJavaClass() {
    var result =
        runner.run(
            "a",
            _ -> {
              throw new IllegalStateException(
                  "java.lang.IllegalStateException: slot 3 was read before it was written");
            });
    assertEquals(
        "Partitura itself failed here; please report it: slot 3 was read before it was written",
        result.message());
  }

  @Test
  void aCaseThatHangsIsCancelledAndGivenUp() throws InterruptedException {
    var release = new CountDownLatch(1);
    var seen = new AtomicReference<Cancellation>();
    var result =
        new CaseRunner(Duration.ofMillis(50))
            .run(
                "slow",
                cancellation -> {
                  seen.set(cancellation);
                  try {
                    release.await();
                  } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                  }
                });
    release.countDown();
    assertEquals(Status.ERROR, result.status());
    assertTrue(Objects.requireNonNull(seen.get()).isCancelled());
  }

  private static int nest(int depth) {
    return depth < 0 ? depth : nest(depth + 1) + 1;
  }
}
