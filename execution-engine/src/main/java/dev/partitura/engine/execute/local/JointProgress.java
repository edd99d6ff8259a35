package dev.partitura.engine.execute.local;

import dev.partitura.engine.execute.Progress;

/// Tells the progress of two measurements that take turns as one.
final class JointProgress {
  private final Progress heard;
  private final long[] done = new long[2];
  private final long[] total = new long[2];

  JointProgress(Progress heard) {
    this.heard = heard;
  }

  /// Where measurement 0 or 1 reports to.
  Progress of(int which) {
    return (phase, partDone, partTotal) -> update(which, phase, partDone, partTotal);
  }

  private synchronized void update(int which, String phase, long partDone, long partTotal) {
    done[which] = partDone;
    total[which] = partTotal;
    boolean known = total[0] > 0 && total[1] > 0;
    heard.update(phase, known ? done[0] + done[1] : partDone, known ? total[0] + total[1] : 0);
  }
}
