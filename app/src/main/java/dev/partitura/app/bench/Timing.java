package dev.partitura.app.bench;

import dev.partitura.engine.execute.Spread;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.IntSupplier;

/// Medians of some rounds.
///
/// @param wallNanos from call to return
/// @param cpuNanos that the measured thread itself used, whatever else the machine did
public record Timing(double wallNanos, double cpuNanos) {
  /// Times work on the calling thread.
  ///
  /// @param work tells how much was done, more than 0, so that none of it can be left out
  /// @param warmUp before the rounds that count
  static Timing of(IntSupplier work, int rounds, Duration warmUp) {
    var threads = ManagementFactory.getThreadMXBean();
    var wall = new long[rounds];
    var cpu = new long[rounds];
    long done = 0;
    long warm = System.nanoTime() + warmUp.toNanos();
    while (System.nanoTime() < warm) {
      done += work.getAsInt();
    }
    for (int round = 0; round < rounds; round++) {
      long cpuStart = threads.getCurrentThreadCpuTime();
      long start = System.nanoTime();
      done += work.getAsInt();
      wall[round] = System.nanoTime() - start;
      cpu[round] = threads.getCurrentThreadCpuTime() - cpuStart;
    }
    if (done == 0) {
      throw new IllegalStateException("Nothing was done");
    }
    return new Timing(Spread.median(wall), Spread.median(cpu));
  }

  /// Threads that want a core, over the last minute; empty where the system does not tell.
  static OptionalDouble load() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return load < 0 ? OptionalDouble.empty() : OptionalDouble.of(load);
  }

  double wallMillis() {
    return wallNanos / 1e6;
  }

  double cpuMillis() {
    return cpuNanos / 1e6;
  }

  static void header(PrintWriter out, String title) {
    out.printf(Locale.ROOT, "%-34s %12s %12s%n", title, "wall ms", "CPU ms");
  }

  void row(PrintWriter out, String name) {
    out.printf(Locale.ROOT, "%-34s %12.2f %12.2f%n", name, wallMillis(), cpuMillis());
  }
}
