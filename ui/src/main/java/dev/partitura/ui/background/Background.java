package dev.partitura.ui.background;

import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.limit.CancelledException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

/// Runs jobs off the FX thread. Results, errors and progress arrive on it.
public final class Background implements AutoCloseable {
  private final Executor front;
  private final Consumer<Throwable> onError;
  private final ExecutorService workers;
  private final ObservableList<Job> jobs = FXCollections.observableArrayList();
  // Kept: such a list hears of changes only while somebody holds it.
  private final ObservableList<Job> shown = FXCollections.unmodifiableObservableList(jobs);

  /// @param onError shows a failure that no job handles itself
  public Background(Consumer<Throwable> onError) {
    this(Platform::runLater, onError);
  }

  /// With another front thread than FX's, so that it can be used without a toolkit.
  Background(Executor front, Consumer<Throwable> onError) {
    this.front = front;
    this.onError = onError;
    workers =
        Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().daemon().name("background-", 0).factory());
  }

  /// The jobs under way, oldest first.
  public ObservableList<Job> jobs() {
    return shown;
  }

  /// Starts a job, unless this is closed already, as while a window goes. Its result goes to
  /// `onDone`, unless it was cancelled; an error is shown. Call it on the FX thread.
  public <T> Job run(String title, Work<T> work, Consumer<T> onDone) {
    return run(new Job(title, false), work, onDone, false);
  }

  /// The same for work that follows what a person does and takes a moment: it is not announced.
  public <T> Job runQuietly(Work<T> work, Consumer<T> onDone) {
    return run(new Job("", true), work, onDone, false);
  }

  /// The same, but what a cancelled job returned also goes to `onDone`.
  public <T> Job runToEnd(String title, Work<T> work, Consumer<T> onDone) {
    return run(new Job(title, false), work, onDone, true);
  }

  private <T> Job run(Job job, Work<T> work, Consumer<T> onDone, boolean evenIfCancelled) {
    if (workers.isShutdown()) {
      job.cancel();
      job.end();
      return job;
    }
    jobs.add(job);
    var progress = new Latest(job);
    workers.execute(() -> {
      try {
        var result = job.cancellation().during(() -> work.run(job.cancellation(), progress));
        front.execute(() -> finish(job, () -> deliver(job, evenIfCancelled, onDone, result)));
      } catch (CancelledException _) {
        front.execute(() -> finish(job, () -> {}));
      } catch (Throwable failure) {
        front.execute(() -> finish(job, () -> onError.accept(failure)));
      }
    });
    return job;
  }

  private static <T> void deliver(Job job, boolean evenIfCancelled, Consumer<T> onDone, T result) {
    if (evenIfCancelled || !job.isCancelled()) {
      onDone.accept(result);
    }
  }

  private void finish(Job job, Runnable then) {
    jobs.remove(job);
    job.end();
    then.run();
  }

  /// Does something once no job is under way and none follows. On the FX thread.
  public void whenIdle(Runnable action) {
    front.execute(() -> {
      if (jobs.isEmpty()) {
        action.run();
      } else {
        jobs.addListener(new Idle(action));
      }
    });
  }

  private final class Idle implements ListChangeListener<Job> {
    private final Runnable action;

    Idle(Runnable action) {
      this.action = action;
    }

    @Override
    public void onChanged(Change<? extends Job> change) {
      if (jobs.isEmpty()) {
        jobs.removeListener(this);
        whenIdle(action);
      }
    }
  }

  /// Does something on the FX thread, a little later. The one way there from another thread.
  public void later(Runnable action) {
    front.execute(action);
  }

  /// Asks all jobs to stop and waits a little for them. On the FX thread, which alone adds and ends
  /// jobs.
  @Override
  public void close() {
    jobs.forEach(Job::cancel);
    workers.shutdown();
    try {
      if (!workers.awaitTermination(5, TimeUnit.SECONDS)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Hands the newest progress to the front once it is free, however often it is told.
  private final class Latest implements Progress {
    private final Job job;
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile State state = new State("", 0, 0);
    private volatile Job.Repeats repeats = Job.Repeats.NONE;

    private record State(String phase, long done, long total) {}

    Latest(Job job) {
      this.job = job;
    }

    @Override
    public void update(String phase, long done, long total) {
      state = new State(phase, done, total);
      ask();
    }

    @Override
    public void repeats(int done, int total, long leftNanos) {
      repeats = new Job.Repeats(done, total, leftNanos);
      ask();
    }

    private void ask() {
      if (!asked.getAndSet(true)) {
        front.execute(this::show);
      }
    }

    private void show() {
      asked.set(false);
      var latest = state;
      job.show(repeats);
      job.show(latest.phase(), latest.done(), latest.total());
    }
  }
}
