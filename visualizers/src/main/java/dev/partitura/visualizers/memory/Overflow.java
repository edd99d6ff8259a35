package dev.partitura.visualizers.memory;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.execute.simulate.Forecast.Shortage;
import java.util.ArrayList;
import java.util.List;

/// When devices of a prediction would hold more than they have. Immutable.
///
/// @param shortages as the prediction has them; none of what was measured
/// @param uses what the devices hold over time, in the order of the shortages
record Overflow(List<Shortage> shortages, List<CounterSeries> uses) {
  Overflow {
    shortages = List.copyOf(shortages);
    uses = List.copyOf(uses);
  }

  static Overflow of(Analyses run) {
    var forecast = run.provenance().forecast();
    var shortages = new ArrayList<Shortage>();
    var uses = new ArrayList<CounterSeries>();
    for (var shortage : forecast == null ? List.<Shortage>of() : forecast.outOfMemory()) {
      var id = new DeviceId(shortage.device());
      MemoryCharts.counters(run.trace()).stream()
          .filter(counter -> id.equals(counter.device()))
          .findFirst()
          .ifPresent(counter -> {
            shortages.add(shortage);
            uses.add(new CounterSeries(counter));
          });
    }
    return new Overflow(shortages, uses);
  }

  boolean isEmpty() {
    return shortages.isEmpty();
  }

  /// Whether any holds too much within a stretch of time. What lacks memory although its values
  /// alone would fit at every moment, since they leave gaps, lacks it all the time.
  boolean isBetween(double fromNanos, double toNanos) {
    for (int i = 0; i < shortages.size(); i++) {
      long has = shortages.get(i).memoryBytes();
      if (uses.get(i).peak() <= has || uses.get(i).largest(fromNanos, toNanos) > has) {
        return true;
      }
    }
    return false;
  }
}
