package dev.partitura.engine.planner.partition;

import dev.partitura.engine.limit.Checkpoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Best splits of single orders of all items: quick, and good enough to begin with.
final class LinearSplits {
  private final Items items;
  private final Devices devices;
  private final int[][] nets;

  LinearSplits(Items items, Devices devices) {
    this.items = items;
    this.devices = devices;
    nets = items.netsOfItems();
  }

  /// The best split found in a few orders; none where none fits. Quadratic in items for each.
  @Nullable List<Block> best() {
    List<Block> best = null;
    double least = Double.POSITIVE_INFINITY;
    for (int[] order : List.of(breadthFirst(), depthFirst(false), depthFirst(true), reversed())) {
      var split = split(order);
      if (split != null) {
        double load = split.stream().mapToDouble(block -> block.load(items)).max().orElse(0);
        if (load < least) {
          least = load;
          best = split;
        }
      }
    }
    return best;
  }

  private int[] breadthFirst() {
    return items.topologicalOrder();
  }

  private int[] depthFirst(boolean last) {
    return depthFirst(items.successors(), items.predecessors(), last);
  }

  private int[] reversed() {
    var order = depthFirst(items.predecessors(), items.successors(), false);
    for (int i = 0, j = order.length - 1; i < j; i++, j--) {
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return order;
  }

  private static int[] depthFirst(int[][] after, int[][] before, boolean last) {
    int count = after.length;
    var waiting = new int[count];
    var ready = new ArrayDeque<Integer>();
    for (int item = count - 1; item >= 0; item--) {
      waiting[item] = before[item].length;
      if (waiting[item] == 0) {
        ready.push(item);
      }
    }
    var order = new int[count];
    for (int done = 0; done < count; done++) {
      int item = ready.pop();
      order[done] = item;
      int[] next = after[item];
      for (int i = 0; i < next.length; i++) {
        int one = next[last ? next.length - 1 - i : i];
        if (--waiting[one] == 0) {
          ready.push(one);
        }
      }
    }
    return order;
  }

  /// Dynamic programming over the ends of blocks.
  private @Nullable List<Block> split(int[] order) {
    int count = order.length;
    int states = (devices.accelerators() + 1) * (devices.cpus() + 1);
    int wide = devices.cpus() + 1;
    var best = new double[count + 1][states];
    var from = new int[count + 1][states];
    for (double[] row : best) {
      Arrays.fill(row, Double.POSITIVE_INFINITY);
    }
    best[0][0] = 0;
    for (int start = 0; start < count; start++) {
      Checkpoint.pass();
      var block = new Growing();
      for (int end = start + 1; end <= count; end++) {
        block.add(order[end - 1]);
        for (int state = 0; state < states; state++) {
          double before = best[start][state];
          if (before == Double.POSITIVE_INFINITY) {
            continue;
          }
          if (state / wide < devices.accelerators() && block.fits) {
            relax(best, from, end, state + wide, Math.max(before, block.load), start * 2);
          }
          if (state % wide < devices.cpus()) {
            relax(best, from, end, state + 1, Math.max(before, block.cpuTime), start * 2 + 1);
          }
        }
      }
    }
    int last = 0;
    for (int state = 1; state < states; state++) {
      last = best[count][state] < best[count][last] ? state : last;
    }
    return best[count][last] == Double.POSITIVE_INFINITY ? null : blocks(order, from, last, wide);
  }

  private static void relax(
      double[][] best, int[][] from, int end, int state, double load, int origin) {
    if (load < best[end][state]) {
      best[end][state] = load;
      from[end][state] = origin;
    }
  }

  private static List<Block> blocks(int[] order, int[][] from, int last, int wide) {
    var blocks = new ArrayList<Block>();
    int state = last;
    for (int end = order.length; end > 0; ) {
      int start = from[end][state] / 2;
      boolean onCpu = from[end][state] % 2 == 1;
      var inside = Arrays.copyOfRange(order, start, end);
      Arrays.sort(inside);
      blocks.add(new Block(onCpu, inside));
      state -= onCpu ? 1 : wide;
      end = start;
    }
    return blocks.reversed();
  }

  /// A block that takes one item after the other.
  private final class Growing {
    private final int[] inside = new int[items.pins().length];
    private double load;
    private double cpuTime;
    private double bytes;
    private boolean fits = true;

    void add(int item) {
      load += items.time()[item];
      cpuTime += items.cpuTime()[item];
      bytes += items.bytes()[item];
      fits &= items.accelerated()[item] && bytes <= devices.bytes();
      for (int net : nets[item]) {
        inside[net]++;
        if (inside[net] == 1) {
          load += items.cost()[net];
        }
        if (inside[net] == items.pins()[net].length) {
          load -= items.cost()[net];
        }
      }
    }
  }
}
