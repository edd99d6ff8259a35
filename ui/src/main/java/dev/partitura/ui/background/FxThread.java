package dev.partitura.ui.background;

import dev.partitura.engine.file.UserFolders;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;

/// Starts the toolkit and does things on its thread for callers that wait: the command line and
/// tests. Never call it from a screen.
public final class FxThread {
  /// Where JavaFX unpacks its libraries.
  private static final String CACHE_PROPERTY = "javafx.cachedir";

  private static final int MOST_SECONDS = 60;

  private static volatile boolean running;

  private FxThread() {}

  /// Starts the toolkit, unless it runs. It goes on without a window until [#stop()].
  ///
  /// @throws ProblemException when this system cannot draw; the toolkit's threads may then live on,
  ///   and only an exit ends them
  public static void start() {
    if (running) {
      return;
    }
    GraphicsLibraries.check();
    if (System.getProperty(CACHE_PROPERTY) == null) {
      System.setProperty(CACHE_PROPERTY, UserFolders.ofUser().cacheOf(Platform.class).toString());
    }
    var started = new CompletableFuture<Boolean>();
    var others = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler(
        (_, failure) -> started.completeExceptionally(failure));
    try {
      Platform.startup(() -> started.complete(true));
    } catch (IllegalStateException itRuns) {
      started.complete(true);
    } catch (UnsupportedOperationException | LinkageError failure) {
      started.completeExceptionally(failure);
    }
    try {
      running = started.get(MOST_SECONDS, TimeUnit.SECONDS);
      Platform.setImplicitExit(false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the toolkit started", e);
    } catch (ExecutionException e) {
      throw refuse(Phrase.of("words.foreign", String.valueOf(e.getCause())));
    } catch (TimeoutException e) {
      throw refuse(Phrase.of("words.noAnswer", MOST_SECONDS));
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(others);
    }
  }

  private static ProblemException refuse(Phrase reason) {
    return ProblemException.of("toolkit.start", "", reason);
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
    running = false;
    Platform.exit();
  }
}
