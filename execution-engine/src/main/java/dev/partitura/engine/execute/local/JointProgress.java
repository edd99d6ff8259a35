package dev.partitura.engine.execute.local;

import dev.partitura.engine.execute.Progress;
import java.util.Arrays;

/// Tells the progress of several measurements that take turns as one.
final class JointProgress {
  private final Progress heard;
  private final long[] done;
  private final long[] total;

  JointProgress(Progress heard, int measurements) {
    this.heard = heard;
    done = new long[measurements];
    total = new long[measurements];
  }

  /// Where a measurement reports to.
  Progress of(int which) {
    return (phase, partDone, partTotal) -> update(which, phase, partDone, partTotal);
  }

  private synchronized void update(int which, String phase, long partDone, long partTotal) {
    done[which] = partDone;
    total[which] = partTotal;
    boolean known = Arrays.stream(total).allMatch(each -> each > 0);
    heard.update(
        phase,
        known ? Arrays.stream(done).sum() : partDone,
        known ? Arrays.stream(total).sum() : 0);
  }
}
