package dev.partitura.app.cli;

import dev.partitura.engine.execute.Spread;
import java.util.ArrayList;
import java.util.List;

/// Wall times of training steps, as they come.
final class TrainingTimes {
  private final List<Long> nanos = new ArrayList<>();

  void add(long[] more) {
    for (long each : more) {
      nanos.add(each);
    }
  }

  int count() {
    return nanos.size();
  }

  /// Of the second half, when kernels are warm.
  double medianNanos() {
    return Spread.median(
        nanos.stream().skip(nanos.size() / 2).mapToLong(Long::longValue).toArray());
  }
}
