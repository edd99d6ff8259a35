package dev.partitura.engine.planner.partition;

import java.util.Comparator;
import java.util.stream.IntStream;

/// How much of the accelerators' time CPUs can take over at most.
///
/// A bound that lets items be cut: the items that CPUs do cheapest, for their time on an
/// accelerator, come first. An item that only a CPU can run counts for nothing.
final class Capacity {
  private final double[] spent;
  private final double[] saved;

  Capacity(Items items) {
    int[] order =
        IntStream.range(0, items.count())
            .filter(item -> items.accelerated()[item] && items.time()[item] > 0)
            .boxed()
            .sorted(
                Comparator.<Integer>comparingDouble(
                    item -> items.cpuTime()[item] / items.time()[item]))
            .mapToInt(Integer::intValue)
            .toArray();
    spent = new double[order.length + 1];
    saved = new double[order.length + 1];
    for (int i = 0; i < order.length; i++) {
      spent[i + 1] = spent[i] + items.cpuTime()[order[i]];
      saved[i + 1] = saved[i] + items.time()[order[i]];
    }
  }

  /// The time on accelerators of all that accelerators can run.
  double total() {
    return saved[saved.length - 1];
  }

  /// Accelerator time of what CPUs can do in `cpuTime` altogether.
  double within(double cpuTime) {
    int low = 0;
    int high = spent.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (spent[middle] <= cpuTime) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    if (low == spent.length - 1) {
      return saved[low];
    }
    double share = (cpuTime - spent[low]) / (spent[low + 1] - spent[low]);
    return saved[low] + share * (saved[low + 1] - saved[low]);
  }

  /// No split has a lower greatest load: the least load at which all devices together suffice.
  double leastLoad(Devices devices) {
    double low = 0;
    double high = total() / Math.max(1, devices.accelerators());
    if (devices.accelerators() == 0) {
      return 0;
    }
    for (int i = 0; i < 200 && low < high; i++) {
      double middle = (low + high) / 2;
      if (devices.accelerators() * middle + within(devices.cpus() * middle) >= total()) {
        high = middle;
      } else {
        low = middle;
      }
      if (high - low <= high * 1e-15) {
        break;
      }
    }
    return low;
  }
}
