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

  /// Of all of them, as the window tells it of a training that is over.
  double medianNanos() {
    return Spread.median(nanos.stream().mapToLong(Long::longValue).toArray());
  }
}
