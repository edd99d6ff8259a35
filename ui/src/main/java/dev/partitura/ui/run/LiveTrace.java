package dev.partitura.ui.run;

import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.trace.Trace;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Hands on what is done of a run now and then, so that it can be watched: rarely enough that
/// making the trace takes less than a fiftieth of the time, and not at all where there are too many
/// spans to draw them beside a measurement. Called by the thread that measures.
final class LiveTrace implements Progress {
  private static final long LEAST_PAUSE_NANOS = 400_000_000;
  private static final long PAUSE_BY_COST = 50;
  private static final int MOST_SPANS = 20_000;

  private final Progress heard;
  private final Consumer<Trace> watch;
  private long nextNanos = System.nanoTime();
  private boolean tooLarge;

  LiveTrace(Progress heard, Consumer<Trace> watch) {
    this.heard = heard;
    this.watch = watch;
  }

  @Override
  public void update(String phase, long done, long total) {
    heard.update(phase, done, total);
  }

  @Override
  public void repeats(int done, int total, long leftNanos) {
    heard.repeats(done, total, leftNanos);
  }

  @Override
  public boolean isWatching() {
    return true;
  }

  @Override
  public void latest(Supplier<Trace> trace) {
    long begin = System.nanoTime();
    if (tooLarge || begin - nextNanos < 0) {
      return;
    }
    var made = trace.get();
    if (made.spanCount() == 0) {
      return;
    }
    long end = System.nanoTime();
    nextNanos = end + Math.max(LEAST_PAUSE_NANOS, PAUSE_BY_COST * (end - begin));
    tooLarge = made.spanCount() > MOST_SPANS;
    if (!tooLarge) {
      watch.accept(made);
    }
  }
}
