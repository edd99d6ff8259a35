package dev.partitura.engine.planner.partition;

import dev.partitura.engine.limit.CancelledException;
import dev.partitura.engine.planner.graph.LayerGraph;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The split of least load among those in which each device holds the difference of two ideals:
/// data never comes back to a device that it has left.
///
/// Exact: a first split comes from single orders of all layers, and then the load is halved between
/// the best split known and the best bound proven, each time decided by [IdealSearch], until no
/// load below the best is possible. The number of ideals, and so the time, can grow exponentially
/// with the branches of the graph. Cancelled in between, it hands back the best so far.
public final class ContiguousSplit {
  /// Loads are sums of some hundred times: nearer than this they are one.
  private static final double EQUAL = 1e-9;

  /// From here on it is quicker to prove than to look for better.
  private static final double NEAR = 2e-3;

  private final Items whole;
  private final Items small;
  private final Devices devices;
  private @Nullable List<Block> best;
  private double load = Double.POSITIVE_INFINITY;
  private double bound;

  private ContiguousSplit(Items whole, Devices devices) {
    this.whole = whole;
    this.devices = devices;
    small = Contraction.timeless(whole, true, devices.bytes());
  }

  /// The best split; null where none fits, or none was found before it was cancelled.
  public static @Nullable Split of(LayerGraph graph, int accelerators, int cpus, double bytes) {
    var whole = ItemsOf.ordered(graph);
    var split = new ContiguousSplit(whole, new Devices(accelerators, cpus, bytes));
    try {
      split.run();
    } catch (CancelledException _) {
      // What was found so far stands, with the bound that was proven.
    }
    return split.result();
  }

  private void run() {
    offer(new LinearSplits(small, devices).best(), small);
    bound = leastLoad();
    if (best == null) {
      findAny();
    }
    // The first split is often the best already.
    boolean near = true;
    while (best != null && load - bound > EQUAL * load) {
      double below = load * (1 - EQUAL);
      double target = near || load - bound <= NEAR * load ? below : (load + bound) / 2;
      near = !near;
      if (!offer(decide(target), small)) {
        bound = target == below ? load : target;
      }
    }
  }

  /// Where memory or kinds of devices leave single orders no split: any load will do.
  private void findAny() {
    double all =
        Arrays.stream(small.time()).sum()
            + Arrays.stream(small.cpuTime()).sum()
            + Arrays.stream(small.cost()).sum();
    offer(decide(all), small);
  }

  private double leastLoad() {
    return Math.max(new Capacity(small).leastLoad(devices), longest(small, devices));
  }

  /// The time that some item takes wherever it goes.
  static double longest(Items items, Devices devices) {
    double longest = 0;
    for (int item = 0; item < items.count(); item++) {
      boolean accelerated = items.accelerated()[item] && devices.accelerators() > 0;
      double here = accelerated ? items.time()[item] : Double.POSITIVE_INFINITY;
      double there = devices.cpus() > 0 ? items.cpuTime()[item] : Double.POSITIVE_INFINITY;
      double least = Math.min(here, there);
      longest = Double.isFinite(least) ? Math.max(longest, least) : longest;
    }
    return longest;
  }

  /// A split of `small` within a load.
  private @Nullable List<Block> decide(double target) {
    var joined = Contraction.unseparable(small, devices, target);
    if (joined.count() < small.count()) {
      joined = Contraction.timeless(joined, true, devices.bytes());
    }
    var blocks = new IdealSearch(new ItemTables(joined), devices, target).run();
    return blocks == null ? null : spread(blocks, joined, small);
  }

  /// The same blocks in a graph that this one was made of.
  private static List<Block> spread(List<Block> blocks, Items joined, Items whole) {
    var group = new int[Arrays.stream(whole.members()).mapToInt(list -> list.length).sum()];
    for (int item = 0; item < joined.count(); item++) {
      for (int member : joined.members()[item]) {
        group[member] = item;
      }
    }
    return blocks.stream()
        .map(block -> {
          var inside = new boolean[joined.count()];
          Arrays.stream(block.items()).forEach(item -> inside[item] = true);
          return new Block(
              block.onCpu(),
              IntStream.range(0, whole.count())
                  .filter(item -> inside[group[whole.members()[item][0]]])
                  .toArray());
        })
        .toList();
  }

  private boolean offer(@Nullable List<Block> blocks, Items items) {
    if (blocks == null) {
      return false;
    }
    var spread = spread(blocks, items, whole);
    double greatest = spread.stream().mapToDouble(block -> block.load(whole)).max().orElse(0);
    if (greatest < load) {
      load = greatest;
      best = spread;
    }
    return true;
  }

  private @Nullable Split result() {
    if (best == null) {
      return null;
    }
    double proven = Math.min(bound, load);
    return new Split(
        best.stream()
            .map(block ->
                new Split.Part(
                    block.onCpu(),
                    Arrays.stream(block.items())
                        .flatMap(item -> Arrays.stream(whole.members()[item]))
                        .sorted()
                        .boxed()
                        .toList(),
                    block.load(whole)))
            .toList(),
        load,
        proven,
        load - proven <= EQUAL * load,
        "search of ideals");
  }
}
