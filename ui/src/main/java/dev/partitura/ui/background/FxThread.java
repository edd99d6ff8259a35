package dev.partitura.ui.background;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javafx.application.Platform;

/// Starts the toolkit and does things on its thread for callers that wait: the command line and
/// tests. Never call it from a screen.
public final class FxThread {
  private FxThread() {}

  /// Starts the toolkit, unless it runs. It goes on without a window until [#stop()].
  public static void start() {
    var started = new CountDownLatch(1);
    try {
      Platform.startup(started::countDown);
    } catch (IllegalStateException _) {
      started.countDown();
    }
    Platform.setImplicitExit(false);
    try {
      started.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the toolkit started", e);
    }
  }

  /// Does something on the FX thread and waits for what it gives.
  public static <T> T call(Callable<T> action) {
    if (Platform.isFxApplicationThread()) {
      throw new IllegalStateException("The FX thread must not wait for itself");
    }
    var task = new FutureTask<>(action);
    Platform.runLater(task);
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for the FX thread", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  public static void run(Runnable action) {
    call(() -> {
      action.run();
      return true;
    });
  }

  public static void stop() {
    Platform.exit();
  }
}
