package dev.partitura.engine.execute;

/// Asked between tasks by whoever works; set once by whoever wants it to stop. Any thread.
public final class Cancellation {
  private volatile boolean cancelled;

  public void cancel() {
    cancelled = true;
  }

  public boolean isCancelled() {
    return cancelled;
  }
}
