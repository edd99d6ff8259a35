package dev.partitura.engine.limit;

import java.lang.ScopedValue.CallableOp;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Where long work looks up: every loop that may run long calls [#pass] now and then, and whoever
/// starts such work says under what condition it stops ([#until]) or how much of it there may be
/// ([#within]). The conditions hold for all that the work calls on its thread, and add up when
/// nested. A pass costs some nanoseconds: once for some thousand elements is often enough.
public final class Checkpoint {
  private static final ScopedValue<Watch> WATCH = ScopedValue.newInstance();

  private Checkpoint() {}

  /// What the work of one thread is watched for.
  private static final class Watch {
    private final BooleanSupplier cancelled;
    private final @Nullable Watch outer;
    private final long most;
    private long left;

    Watch(BooleanSupplier cancelled, long most, @Nullable Watch outer) {
      this.cancelled = cancelled;
      this.most = most;
      this.left = most;
      this.outer = outer;
    }

    boolean isCancelled() {
      return cancelled.getAsBoolean() || (outer != null && outer.isCancelled());
    }

    void pass() {
      for (var watch = this; watch != null; watch = watch.outer) {
        if (watch.cancelled.getAsBoolean()) {
          throw new CancelledException();
        }
        if (--watch.left < 0) {
          throw new StepsExhaustedException(watch.most);
        }
      }
    }
  }

  /// Goes on, unless this work was cancelled or has taken all its steps.
  ///
  /// @throws CancelledException when it was cancelled
  /// @throws StepsExhaustedException when it has no step left
  public static void pass() {
    if (WATCH.isBound()) {
      WATCH.get().pass();
    }
  }

  /// [#pass] at every 4,096th `step` of a loop whose steps are small.
  public static void pass(long step) {
    if ((step & 0xfff) == 0) {
      pass();
    }
  }

  /// Whether the work of this thread was cancelled, for those who must end it in their own way.
  public static boolean isCancelled() {
    return WATCH.isBound() && WATCH.get().isCancelled();
  }

  /// Works until `cancelled` says true.
  ///
  /// @throws CancelledException when that happens before the end
  public static <T extends @Nullable Object, X extends Throwable> T until(
      BooleanSupplier cancelled, CallableOp<? extends T, X> work) throws X {
    return watched(cancelled, Long.MAX_VALUE, work);
  }

  /// Works for at most `steps` passes. The same work takes the same steps on every machine.
  ///
  /// @throws StepsExhaustedException when it needs more
  public static <T extends @Nullable Object, X extends Throwable> T within(
      long steps, CallableOp<? extends T, X> work) throws X {
    return watched(() -> false, steps, work);
  }

  private static <T extends @Nullable Object, X extends Throwable> T watched(
      BooleanSupplier cancelled, long steps, CallableOp<? extends T, X> work) throws X {
    var outer = WATCH.isBound() ? WATCH.get() : null;
    return ScopedValue.where(WATCH, new Watch(cancelled, steps, outer)).<T, X>call(work);
  }
}
