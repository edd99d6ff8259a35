package dev.partitura.engine.execute.local;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The one thread of a process that moves messages: several that call the transport at once would
/// spin against each other. It looks often while something moves, ever more seldom while nothing
/// does, and sleeps while nothing is awaited.
public final class MessageThread implements AutoCloseable {
  /// What is moved, step by step.
  interface Work {
    /// @return whether anything was done
    boolean step();

    /// Whether anything can come without a word from this process.
    boolean awaits();
  }

  private static final int SPINS = 200;
  private static final long SHORT_NANOS = 20_000;
  private static final long LONG_NANOS = 200_000;

  /// Looks of a short pause before the pauses grow: 20 ms or so.
  private static final int SHORT_PAUSES = 300;

  private final Transport transport;
  private final Thread thread;
  private final ConcurrentLinkedQueue<Runnable> asked = new ConcurrentLinkedQueue<>();
  private volatile @Nullable Work work;
  private volatile boolean closed;

  /// Makes the transport on the new thread, since some must be used by the thread that made them.
  public MessageThread(Callable<Transport> making) throws Exception {
    var made = new CompletableFuture<Transport>();
    thread =
        new Thread(
            () -> {
              try {
                made.complete(making.call());
              } catch (Throwable fault) {
                made.completeExceptionally(fault);
                return;
              }
              serve();
            },
            "partitura-messages");
    thread.setDaemon(true);
    thread.start();
    try {
      transport = made.get();
    } catch (java.util.concurrent.ExecutionException failed) {
      throw failed.getCause() instanceof Exception fault ? fault : failed;
    }
  }

  public Transport transport() {
    return transport;
  }

  private void serve() {
    int idle = 0;
    while (!closed) {
      for (var next = asked.poll(); next != null; next = asked.poll()) {
        next.run();
        idle = 0;
      }
      var now = work;
      if (now != null && now.step()) {
        idle = 0;
      } else if (now == null || !now.awaits()) {
        LockSupport.park(this);
        idle = 0;
      } else if (idle++ < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(this, idle < SPINS + SHORT_PAUSES ? SHORT_NANOS : LONG_NANOS);
      }
    }
    for (var next = asked.poll(); next != null; next = asked.poll()) {
      next.run();
    }
  }

  /// Has something moved from now on.
  void attach(@Nullable Work next) {
    work = next;
    wake();
  }

  /// There may be something to do.
  void wake() {
    LockSupport.unpark(thread);
  }

  /// Does something on the thread and waits for it.
  public <T> T call(Callable<T> what) throws Exception {
    var answer = new CompletableFuture<T>();
    asked.add(() -> {
      try {
        answer.complete(what.call());
      } catch (Throwable fault) {
        answer.completeExceptionally(fault);
      }
    });
    wake();
    try {
      return answer.get();
    } catch (java.util.concurrent.ExecutionException failed) {
      throw failed.getCause() instanceof Exception fault ? fault : failed;
    }
  }

  @Override
  public void close() {
    closed = true;
    wake();
  }
}
