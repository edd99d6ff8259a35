package dev.partitura.engine.execute;

/// How a training is steered while it runs. What is set holds from the next step on. Any thread.
public final class TrainingControl {
  private Setting setting;
  private boolean paused;
  private boolean stopped;

  /// What may change between two steps.
  ///
  /// @param batch samples of one step
  public record Setting(double learningRate, int batch) {}

  /// @param first what holds at the first step
  public TrainingControl(Setting first) {
    setting = first;
  }

  public synchronized Setting setting() {
    return setting;
  }

  /// Sets the learning rate.
  ///
  /// @param learningRate a number above 0
  public synchronized void setLearningRate(double learningRate) {
    set(new Setting(learningRate, setting.batch()));
  }

  /// Sets the samples of one step. The step is laid out anew.
  ///
  /// @param batch one at least
  public synchronized void setBatch(int batch) {
    set(new Setting(setting.learningRate(), batch));
  }

  /// Sets both.
  public synchronized void set(Setting next) {
    if (!(next.learningRate() > 0) || Double.isInfinite(next.learningRate()) || next.batch() < 1) {
      throw new IllegalArgumentException("Cannot train with " + next);
    }
    setting = next;
  }

  /// Holds the training before its next step.
  public synchronized void pause() {
    paused = true;
  }

  /// Lets a held training go on.
  public synchronized void goOn() {
    paused = false;
    notifyAll();
  }

  /// Ends the training after the step under way.
  public synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  /// Whether steps under `now` may go on without a word.
  synchronized boolean keeps(Setting now) {
    return !paused && !stopped && setting.equals(now);
  }

  /// Waits while it is paused.
  ///
  /// @return whether to go on at all
  synchronized boolean awaitTurn(Cancellation cancellation) {
    boolean interrupted = false;
    while (paused && !stopped && !cancellation.isCancelled()) {
      try {
        wait(LOOK_AGAIN_MILLIS);
      } catch (InterruptedException asked) {
        interrupted = true;
        stopped = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !stopped && !cancellation.isCancelled();
  }

  /// A cancellation wakes nobody.
  private static final long LOOK_AGAIN_MILLIS = 50;
}
