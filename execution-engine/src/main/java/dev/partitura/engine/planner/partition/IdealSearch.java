package dev.partitura.engine.planner.partition;

import dev.partitura.engine.limit.Checkpoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds a split into a chain of ideals in which no device has more than a given load, or proves
/// that there is none.
///
/// Depth first over ideals, each seen once for each number of devices left. What is passed over:
/// - ideals that leave more time than the devices left have, and blocks that send and receive too
///   much however they grow;
/// - an ideal to which one more item could be added within the load, where the nets that are cut
///   then cost no more than before but for the time of the item: the later device that held the
///   item has no more to do without it, and no other notices, so the larger ideal does as well.
///
/// Source: dynamic programming over ideals as in Tarnawski et al. 2020, arXiv:2006.16423, here as a
/// decision for one load.
final class IdealSearch {
  private static final double ROUNDING = 1e-12;

  private final ItemTables tables;
  private final Devices devices;
  private final double bound;
  private final Growth[] levels;
  private final IdealSet[][] seen;
  private final List<Block> blocks = new ArrayList<>();
  private long steps;

  /// @param bound greatest load of a device
  IdealSearch(ItemTables tables, Devices devices, double bound) {
    this.tables = tables;
    this.devices = devices;
    this.bound = bound * (1 + ROUNDING);
    levels = new Growth[devices.accelerators() + devices.cpus() + 1];
    seen = new IdealSet[devices.accelerators() + 1][devices.cpus() + 1];
  }

  /// The blocks in the order of the chain; null when there is no such split.
  @Nullable List<Block> run() {
    level(0).begin();
    return search(0, devices.accelerators(), devices.cpus()) ? blocks.reversed() : null;
  }

  private Growth level(int depth) {
    if (levels[depth] == null) {
      levels[depth] = new Growth(tables);
    }
    return levels[depth];
  }

  private boolean search(int depth, int accelerators, int cpus) {
    var growth = level(depth);
    if (accelerators > 0
        && growth.restForCpu == 0
        && growth.restTime + growth.cut <= bound
        && growth.restBytes <= devices.bytes()) {
      return end(growth, false);
    }
    if (cpus > 0 && growth.restCpuTime <= bound) {
      return end(growth, true);
    }
    if (accelerators + cpus <= 1) {
      return false;
    }
    return accelerators > 0 && grow(depth, growth, false, accelerators - 1, cpus)
        || cpus > 0 && grow(depth, growth, true, accelerators, cpus - 1);
  }

  private boolean end(Growth growth, boolean onCpu) {
    var rest = new int[tables.count];
    int size = 0;
    for (int item = 0; item < tables.count; item++) {
      if ((growth.bits[item >> 6] & 1L << item) == 0) {
        rest[size++] = item;
      }
    }
    blocks.add(new Block(onCpu, Arrays.copyOf(rest, size)));
    return true;
  }

  /// Tries every block of one device on the ideal of this level.
  private boolean grow(int depth, Growth growth, boolean onCpu, int accelerators, int cpus) {
    double least =
        tables.total
            - accelerators * bound
            - tables.capacity.within(cpus * bound)
            - ROUNDING * tables.total;
    double own = onCpu ? tables.capacity.within(bound) : bound;
    int place = 0;
    boolean down = true;
    while (true) {
      Checkpoint.pass(++steps);
      if (down) {
        if (place == growth.frees) {
          if (leaf(depth, growth, onCpu, accelerators, cpus)) {
            blocks.add(new Block(onCpu, growth.block()));
            return true;
          }
          down = false;
          continue;
        }
        growth.save(place);
        if (mayTake(growth, place, onCpu)) {
          growth.take(place);
          if (isWithin(growth, onCpu, own, least)) {
            place++;
            continue;
          }
          growth.untake(place);
        }
        if (growth.leave(place, least)) {
          if (isWithin(growth, onCpu, own, least)) {
            place++;
            continue;
          }
          growth.unleave(place);
        }
        down = false;
        continue;
      }
      if (--place < 0) {
        return false;
      }
      if (growth.isTaken(place)) {
        growth.untake(place);
        if (growth.leave(place, least)) {
          if (isWithin(growth, onCpu, own, least)) {
            place++;
            down = true;
          } else {
            growth.unleave(place);
          }
        }
      } else {
        growth.unleave(place);
      }
    }
  }

  private boolean mayTake(Growth growth, int place, boolean onCpu) {
    int item = growth.free[place];
    return onCpu
        ? growth.cpuTime + tables.items.cpuTime()[item] <= bound
        : tables.items.accelerated()[item]
            && growth.time + tables.time[item] <= bound
            && growth.bytes + tables.items.bytes()[item] <= devices.bytes();
  }

  /// Whether the block can still become one.
  private boolean isWithin(Growth growth, boolean onCpu, double own, double least) {
    return onCpu
        ? growth.idealTime + own >= least
        : growth.time + growth.lost <= bound && growth.idealTime + own - growth.lost >= least;
  }

  private boolean leaf(int depth, Growth growth, boolean onCpu, int accelerators, int cpus) {
    if (growth.time == 0 && growth.cpuTime == 0 && growth.forCpu == 0 && isEmpty(growth)) {
      return false;
    }
    if (!onCpu && growth.time + growth.shared > bound) {
      return false;
    }
    if (cpus == 0
        && growth.restTime - growth.time + growth.cut
            > accelerators * bound + ROUNDING * tables.total) {
      return false;
    }
    if (isExceeded(growth, onCpu, accelerators)) {
      return false;
    }
    if (!seen(accelerators, cpus).add(growth.bits)) {
      return false;
    }
    level(depth + 1).begin(growth);
    return search(depth + 1, accelerators, cpus);
  }

  private static boolean isEmpty(Growth growth) {
    for (int place = 0; place < growth.frees; place++) {
      if (growth.isTaken(place)) {
        return false;
      }
    }
    return true;
  }

  /// Whether one more item makes an ideal that is as good in all that follows.
  private boolean isExceeded(Growth growth, boolean onCpu, int accelerators) {
    for (int place = 0; place < growth.frees; place++) {
      if (growth.isTaken(place) || !mayTake(growth, place, onCpu)) {
        continue;
      }
      int item = growth.free[place];
      if (!onCpu
          && growth.time + tables.time[item] + growth.shared + growth.sharedMore(item) > bound) {
        continue;
      }
      boolean onlyCpus = accelerators == 0 || !tables.items.accelerated()[item];
      if (onlyCpus || growth.cutMore(item) <= tables.time[item]) {
        return true;
      }
    }
    return false;
  }

  private IdealSet seen(int accelerators, int cpus) {
    if (seen[accelerators][cpus] == null) {
      seen[accelerators][cpus] = new IdealSet(tables.words);
    }
    return seen[accelerators][cpus];
  }
}
