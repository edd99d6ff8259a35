package dev.partitura.engine.planner.partition;

import java.util.Arrays;

/// Joins items where some best split keeps them together anyway.
final class Contraction {
  private static final double ROUNDING = 1e-12;

  private Contraction() {}

  /// Joins the items of every net that no split within `bound` can cut. With one CPU at most, one
  /// of the devices that share a cut net is an accelerator, which pays for the net and for one of
  /// its items.
  static Items unseparable(Items items, Devices devices, double bound) {
    if (devices.cpus() > 1) {
      return items;
    }
    var group = new Groups(items.count());
    for (int net = 0; net < items.pins().length; net++) {
      double least =
          Arrays.stream(items.pins()[net])
              .mapToDouble(pin -> items.accelerated()[pin] ? items.time()[pin] : 0)
              .min()
              .orElse(0);
      if (items.cost()[net] + least > bound * (1 + ROUNDING)) {
        for (int pin : items.pins()[net]) {
          group.join(items.pins()[net][0], pin);
        }
      }
    }
    return group.isTrivial() ? items : items.joined(group.all());
  }

  /// Joins an item that takes no time to its only neighbour on one side, where moving it there
  /// never costs more: all nets that hold it and not the neighbour cost no more together than the
  /// one that holds just the two, which is saved on both sides.
  ///
  /// @param ordered whether a split must keep the order
  /// @param bytes memory of an accelerator; where it can fill up, only items without bytes move
  static Items timeless(Items items, boolean ordered, double bytes) {
    var now = items;
    while (true) {
      var next = timelessOnce(now, ordered, bytes);
      if (next.count() == now.count()) {
        return now;
      }
      now = next;
    }
  }

  private static Items timelessOnce(Items items, boolean ordered, double bytes) {
    var nets = items.netsOfItems();
    var before = items.predecessors();
    boolean tight = Arrays.stream(items.bytes()).sum() > bytes;
    var group = new Groups(items.count());
    var touched = new boolean[items.count()];
    for (int item = 0; item < items.count(); item++) {
      boolean light = items.time()[item] == 0 && items.cpuTime()[item] == 0;
      if (!light || tight && items.bytes()[item] > 0 || touched[item]) {
        continue;
      }
      var neighbours = new int[] {only(before[item]), only(items.successors()[item])};
      for (int neighbour : ordered ? neighbours : sharers(items, nets, item)) {
        if (neighbour >= 0
            && !touched[neighbour]
            && (items.accelerated()[item] || !items.accelerated()[neighbour])
            && follows(items, nets[item], item, neighbour)) {
          group.join(item, neighbour);
          touched[item] = true;
          touched[neighbour] = true;
          break;
        }
      }
    }
    return group.isTrivial() ? items : items.joined(group.all());
  }

  private static int only(int[] neighbours) {
    return neighbours.length == 1 ? neighbours[0] : -1;
  }

  private static int[] sharers(Items items, int[][] nets, int item) {
    return Arrays.stream(nets[item])
        .flatMap(net -> Arrays.stream(items.pins()[net]))
        .filter(other -> other != item)
        .distinct()
        .toArray();
  }

  private static boolean follows(Items items, int[] nets, int item, int neighbour) {
    double without = 0;
    double between = 0;
    for (int net : nets) {
      var pins = items.pins()[net];
      if (Arrays.binarySearch(pins, neighbour) < 0) {
        without += items.cost()[net];
      } else if (pins.length == 2) {
        between += items.cost()[net];
      }
    }
    assert Arrays.stream(nets).allMatch(net -> Arrays.binarySearch(items.pins()[net], item) >= 0);
    return without <= between;
  }
}
