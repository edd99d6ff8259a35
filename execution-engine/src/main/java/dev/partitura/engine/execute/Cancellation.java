package dev.partitura.engine.execute;

import dev.partitura.engine.limit.CancelledException;
import dev.partitura.engine.limit.Checkpoint;
import java.lang.ScopedValue.CallableOp;
import org.jspecify.annotations.Nullable;

/// Asked between tasks, and at every [Checkpoint] in between, by whoever works; set once by whoever
/// wants it to stop. Any thread.
public final class Cancellation {
  private volatile boolean cancelled;

  public void cancel() {
    cancelled = true;
  }

  public boolean isCancelled() {
    return cancelled;
  }

  /// Works on this thread so that every [Checkpoint] on the way heeds this cancellation.
  ///
  /// @throws CancelledException when it was cancelled before the end
  public <T extends @Nullable Object, X extends Throwable> T during(CallableOp<? extends T, X> work)
      throws X {
    return Checkpoint.until(this::isCancelled, work);
  }
}
