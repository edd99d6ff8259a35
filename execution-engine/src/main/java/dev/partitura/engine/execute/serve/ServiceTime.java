package dev.partitura.engine.execute.serve;

import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// How long an instance takes for a batch, in seconds. Immutable; any thread.
public sealed interface ServiceTime {
  double meanSeconds(int batch);

  double drawSeconds(int batch, RandomGenerator random);

  /// Whether requests of which each is a batch by itself take different times.
  boolean varies();

  /// The same for a batch of any size.
  record Drawn(Distribution times) implements ServiceTime {
    @Override
    public double meanSeconds(int batch) {
      return times.mean();
    }

    @Override
    public double drawSeconds(int batch, RandomGenerator random) {
      return times.draw(random);
    }

    @Override
    public boolean varies() {
      return !(times instanceof Distribution.Constant);
    }
  }

  /// A fixed part and one for each request of the batch.
  record Linear(double fixedSeconds, double requestSeconds) implements ServiceTime {
    @Override
    public double meanSeconds(int batch) {
      return fixedSeconds + requestSeconds * batch;
    }

    @Override
    public double drawSeconds(int batch, RandomGenerator random) {
      return meanSeconds(batch);
    }

    @Override
    public boolean varies() {
      return false;
    }
  }

  /// As measured for some sizes; a batch between two takes what the larger takes, to whose size it
  /// is filled up.
  record OfSizes(NavigableMap<Integer, Distribution> bySize) implements ServiceTime {
    public OfSizes {
      bySize = new TreeMap<>(bySize);
      if (bySize.isEmpty()) {
        throw new IllegalArgumentException("No size was measured");
      }
    }

    private Distribution times(int batch) {
      var entry = bySize.ceilingEntry(batch);
      return Objects.requireNonNull(entry == null ? bySize.lastEntry() : entry).getValue();
    }

    @Override
    public double meanSeconds(int batch) {
      return times(batch).mean();
    }

    @Override
    public double drawSeconds(int batch, RandomGenerator random) {
      return times(batch).draw(random);
    }

    @Override
    public boolean varies() {
      return !(times(1) instanceof Distribution.Constant);
    }
  }
}
