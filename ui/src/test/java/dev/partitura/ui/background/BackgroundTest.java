package dev.partitura.ui.background;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.limit.Checkpoint;
import java.util.ArrayList;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackgroundTest {
  private final BlockingQueue<Runnable> front = new LinkedBlockingQueue<>();
  private final ArrayList<Throwable> errors = new ArrayList<>();
  private final Background background = new Background(front::add, errors::add);

  @AfterEach
  void close() {
    background.close();
  }

  @Test
  void resultsArriveOnTheFrontThread() throws InterruptedException {
    var results = new ArrayList<Thread>();
    var worked = new ArrayList<Thread>();
    background.run(
        "Work",
        (_, _) -> worked.add(Thread.currentThread()),
        _ -> results.add(Thread.currentThread()));
    assertEquals(1, background.jobs().size());
    next().run();
    assertEquals(Thread.currentThread(), results.getFirst());
    assertFalse(worked.contains(Thread.currentThread()));
    assertTrue(background.jobs().isEmpty());
  }

  @Test
  void manyUpdatesBecomeOne() throws InterruptedException {
    var told = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var job =
        background.run(
            "Count",
            (_, progress) -> {
              for (int i = 1; i <= 10_000; i++) {
                progress.update("run", i, 10_000);
              }
              told.countDown();
              go.await();
              return 0;
            },
            _ -> {});
    told.await();
    next().run();
    assertTrue(front.isEmpty());
    assertEquals(10_000, job.doneProperty().get());
    assertEquals(1.0, job.share());
    go.countDown();
    next().run();
  }

  @Test
  void aCancelledJobGivesNothingUnlessAskedTo() throws InterruptedException {
    var results = new ArrayList<String>();
    Work<String> untilCancelled =
        (cancellation, _) -> {
          while (!cancellation.isCancelled()) {
            Thread.onSpinWait();
          }
          return "partial";
        };
    background.run("Work", untilCancelled, results::add).cancel();
    next().run();
    assertTrue(results.isEmpty());
    background.runToEnd("Work", untilCancelled, results::add).cancel();
    next().run();
    assertEquals("partial", results.getFirst());
  }

  /// Work that never asks its cancellation, but calls what passes checkpoints.
  @Test
  void cancelEndsWorkAtItsNextCheckpointWithoutAnError() throws InterruptedException {
    var results = new ArrayList<String>();
    Work<String> endless =
        (_, _) -> {
          while (true) {
            Checkpoint.pass();
          }
        };
    background.runToEnd("Work", endless, results::add).cancel();
    next().run();
    assertTrue(background.jobs().isEmpty());
    assertTrue(results.isEmpty());
    assertTrue(errors.isEmpty());
  }

  @Test
  void errorsAreShownOnce() throws InterruptedException {
    background.run(
        "Fail",
        (_, _) -> {
          throw new IllegalStateException("broken");
        },
        _ -> {});
    next().run();
    assertEquals("broken", errors.getFirst().getMessage());
    assertTrue(front.isEmpty());
  }

  private Runnable next() throws InterruptedException {
    var action = front.poll(10, TimeUnit.SECONDS);
    if (action == null) {
      throw new AssertionError("Nothing came");
    }
    return action;
  }
}
