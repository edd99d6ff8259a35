package dev.partitura.engine.backend.gpu;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Commands of a card that are done one after another, in the order in which they are put in, while
/// the thread goes on. Used by one thread at a time; what fails is told by the mark behind it.
public abstract class GpuQueue implements AutoCloseable {
  private static final ThreadLocal<@Nullable GpuQueue> CURRENT = new ThreadLocal<>();

  /// The queue that this thread fills at the moment, see [#during].
  ///
  /// @throws IllegalStateException when it fills none
  public static GpuQueue current() {
    var current = CURRENT.get();
    if (current == null) {
      throw new IllegalStateException("Code of a card runs outside of its queues");
    }
    return current;
  }

  /// Runs what puts its commands into the current queue.
  public final void during(Runnable code) {
    CURRENT.set(this);
    try {
      code.run();
    } finally {
      CURRENT.remove();
    }
  }

  /// From memory of this process, which stays as it is until that is done.
  public abstract void copyIn(MemorySegment host, MemorySegment card, long bytes);

  /// To memory of this process.
  public abstract void copyOut(MemorySegment card, MemorySegment host, long bytes);

  public abstract void copyWithin(MemorySegment from, MemorySegment to, long bytes);

  /// Blocks until all that was put in is done.
  ///
  /// @throws dev.partitura.engine.problem.ProblemException when some of it failed
  public abstract void finish();

  /// A new mark, to be set time and again.
  public abstract Mark mark();

  /// Sets a mark in front of the command that comes next.
  public abstract void begin(Mark mark);

  /// Sets a mark behind the command that was put in last.
  public abstract void end(Mark mark);

  /// What is put in from now on begins when a mark of another queue of the card is reached.
  public abstract void await(Mark mark);

  @Override
  public abstract void close();

  /// A place in a queue.
  public interface Mark {
    /// Blocks until it is reached.
    void await();

    /// When that was, on the clock of the card. Only after [#await].
    long cardNanos();
  }
}
