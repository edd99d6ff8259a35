package dev.partitura.app.bench;

import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.execute.local.PreparedRun;
import java.util.Arrays;

/// This engine under one plan.
final class OwnContender implements Contender {
  private static final int OVERHEAD_REPEATS = 7;

  private final String name;
  private final int samplesPerCall;
  private final PreparedRun run;
  private final Cancellation never = new Cancellation();

  OwnContender(String name, RunRequest request) {
    this.name = name;
    run = new LocalExecutor().prepare(request, Progress.NONE);
    samplesPerCall = run.run(1, 1, never, Progress.NONE).samples();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public double samplesPerSecond(long nanos) {
    long first = run.measure(2, never)[1];
    var times = run.measure((int) Math.max(2, nanos / Math.max(1, first)), never);
    return times.length * samplesPerCall * 1e9 / Arrays.stream(times).sum();
  }

  /// Share of an iteration's wall time in which no kernel ran; for a plan on one device.
  double overhead() {
    var result = run.run(1, OVERHEAD_REPEATS, never, Progress.NONE);
    var wall = result.iterationNanos().clone();
    Arrays.sort(wall);
    long busy = 0;
    for (int span = 0; span < result.trace().spanCount(); span++) {
      busy += result.trace().durationNanos(span);
    }
    return Math.max(0, 1 - (double) busy / wall[wall.length / 2]);
  }

  @Override
  public void close() {
    run.close();
  }
}
