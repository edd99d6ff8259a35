package dev.partitura.app.cli;

import dev.partitura.engine.execute.Cancellation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/// Lets Ctrl-C, or whatever else ends the process, stop a command where it is: its work ends at the
/// next checkpoint and puts away what it has half made, and only then the process ends.
final class Interruption {
  private static final long PATIENCE_SECONDS = 3;

  private Interruption() {}

  /// Runs a command, on this thread, and hands back its exit code.
  static int heededBy(IntSupplier command) {
    var cancellation = new Cancellation();
    var ended = new CountDownLatch(1);
    var worker = Thread.currentThread();
    var hook =
        new Thread(() -> {
          cancellation.cancel();
          worker.interrupt();
          await(ended);
        });
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return cancellation.during(command::getAsInt);
    } finally {
      ended.countDown();
      remove(hook);
    }
  }

  private static void await(CountDownLatch ended) {
    try {
      boolean inTime = ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assert inTime || ended.getCount() > 0;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The process is ending, by this hook among others.
    }
  }
}
