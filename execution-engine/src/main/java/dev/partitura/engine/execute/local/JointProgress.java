package dev.partitura.engine.execute.local;

import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.trace.Trace;
import java.util.Arrays;
import java.util.function.Supplier;

/// Tells the progress of several measurements that take turns as one; what is watched is the first.
final class JointProgress {
  private final Progress heard;
  private final long[] done;
  private final long[] total;
  private final int[] repeats;
  private final long[] leftNanos;

  JointProgress(Progress heard, int measurements) {
    this.heard = heard;
    done = new long[measurements];
    total = new long[measurements];
    repeats = new int[measurements];
    leftNanos = new long[measurements];
  }

  /// Where a measurement reports to.
  Progress of(int which) {
    return new Progress() {
      @Override
      public void update(String phase, long partDone, long partTotal) {
        tell(which, phase, partDone, partTotal);
      }

      @Override
      public void repeats(int partDone, int of, long partLeft) {
        tell(which, partDone, of, partLeft);
      }

      @Override
      public void latest(Supplier<Trace> trace) {
        if (which == 0) {
          heard.latest(trace);
        }
      }
    };
  }

  private synchronized void tell(int which, String phase, long partDone, long partTotal) {
    done[which] = partDone;
    total[which] = partTotal;
    boolean known = Arrays.stream(total).allMatch(each -> each > 0);
    heard.update(
        phase,
        known ? Arrays.stream(done).sum() : partDone,
        known ? Arrays.stream(total).sum() : 0);
  }

  private synchronized void tell(int which, int partDone, int of, long partLeft) {
    repeats[which] = partDone;
    leftNanos[which] = partLeft;
    heard.repeats(Arrays.stream(repeats).min().orElse(0), of, Arrays.stream(leftNanos).sum());
  }
}
