package dev.partitura.engine.planner.partition;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.planner.graph.LayerGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A split in which any layer may go anywhere: never worse than the best contiguous one, from which
/// simulated annealing goes on. The bound is that of all time together and of the longest layer.
public final class FreeSplit {
  private static final int MOVES = 1_500_000;
  private static final int TURNS = 2;
  private static final double EQUAL = 1e-9;

  /// The power in which loads are added up: so high that little but the greatest counts.
  private static final int POWER = 12;

  private final Items items;
  private final Devices devices;
  private final int[][] nets;
  private final int[] place;
  private final int[][] inside;
  private final double[] load;
  private final double[] bytes;
  private int[] best;
  private double least;

  private FreeSplit(Items items, Devices devices, int[] start) {
    this.items = items;
    this.devices = devices;
    nets = items.netsOfItems();
    place = start.clone();
    int count = devices.accelerators() + devices.cpus();
    inside = new int[count][items.pins().length];
    load = new double[count];
    bytes = new double[count];
    best = start;
    restart();
    least = greatest();
  }

  /// The best split found; null where not even a contiguous one was.
  public static @Nullable Split of(LayerGraph graph, int accelerators, int cpus, double bytes) {
    var start = ContiguousSplit.of(graph, accelerators, cpus, bytes);
    if (start == null) {
      return null;
    }
    var devices = new Devices(accelerators, cpus, bytes);
    var items = Contraction.timeless(ItemsOf.free(graph), false, bytes);
    var places = new int[graph.layers().size()];
    int accelerator = 0;
    int cpu = accelerators;
    for (var part : start.parts()) {
      int device = part.onCpu() ? cpu++ : accelerator++;
      part.layers().forEach(layer -> places[layer] = device);
    }
    var first = new int[items.count()];
    Arrays.setAll(first, item -> places[items.members()[item][0]]);
    var split = new FreeSplit(items, devices, first);
    double bound = split.bound();
    if (split.least > start.load() * (1 + EQUAL) || split.isOverfull()) {
      // Joined layers lay apart: what they were split as is kept.
      return new Split(start.parts(), start.load(), bound, false, start.method());
    }
    split.anneal(bound);
    return split.result(bound, split.least < start.load() * (1 - EQUAL), start.method());
  }

  private double bound() {
    return Math.max(
        new Capacity(items).leastLoad(devices), ContiguousSplit.longest(items, devices));
  }

  private void anneal(double bound) {
    var random = new SplittableRandom(1);
    for (int turn = 0; turn < TURNS; turn++) {
      restart();
      double energy = energy();
      double heat = 0.3;
      double cooling = Math.pow(1e-4 / heat, 1.0 / MOVES);
      for (int move = 0; move < MOVES && least > bound * (1 + EQUAL); move++) {
        if ((move & 0xfff) == 0) {
          restartSums();
          energy = energy();
          if (Checkpoint.isCancelled()) {
            return;
          }
        }
        int item = random.nextInt(items.count());
        int from = place[item];
        int to = random.nextInt(load.length);
        if (to == from || !fits(item, to)) {
          continue;
        }
        double before = power(load[from]) + power(load[to]);
        move(item, from, to);
        double change = power(load[from]) + power(load[to]) - before;
        // In terms of loads, so that the heat means the same whatever the scale.
        double rise = change / (POWER * energy);
        if (change <= 0 || random.nextDouble() < Math.exp(-rise / (heat * 0.05))) {
          energy += change;
          if (change < 0 && greatest() < least * (1 - EQUAL)) {
            least = greatest();
            best = place.clone();
          }
        } else {
          move(item, to, from);
        }
        heat *= cooling;
      }
    }
  }

  private boolean fits(int item, int device) {
    return isCpu(device)
        || items.accelerated()[item] && bytes[device] + items.bytes()[item] <= devices.bytes();
  }

  private boolean isOverfull() {
    for (int device = 0; device < devices.accelerators(); device++) {
      if (bytes[device] > devices.bytes()) {
        return true;
      }
    }
    return false;
  }

  private boolean isCpu(int device) {
    return device >= devices.accelerators();
  }

  private void move(int item, int from, int to) {
    place[item] = to;
    load[from] -= isCpu(from) ? items.cpuTime()[item] : items.time()[item];
    load[to] += isCpu(to) ? items.cpuTime()[item] : items.time()[item];
    bytes[from] -= items.bytes()[item];
    bytes[to] += items.bytes()[item];
    for (int net : nets[item]) {
      int size = items.pins()[net].length;
      double cost = items.cost()[net];
      int left = --inside[from][net];
      if (!isCpu(from)) {
        load[from] += left == 0 ? -cost : left == size - 1 ? cost : 0;
      }
      int now = ++inside[to][net];
      if (!isCpu(to)) {
        load[to] += now == size ? -cost : now == 1 ? cost : 0;
      }
    }
  }

  /// Begins again from the best split.
  private void restart() {
    System.arraycopy(best, 0, place, 0, place.length);
    restartSums();
  }

  /// Sums up anew, since many small changes add up to errors.
  private void restartSums() {
    Arrays.fill(load, 0);
    Arrays.fill(bytes, 0);
    for (int[] row : inside) {
      Arrays.fill(row, 0);
    }
    for (int item = 0; item < place.length; item++) {
      int device = place[item];
      load[device] += isCpu(device) ? items.cpuTime()[item] : items.time()[item];
      bytes[device] += items.bytes()[item];
      for (int net : nets[item]) {
        inside[device][net]++;
      }
    }
    for (int device = 0; device < devices.accelerators(); device++) {
      for (int net = 0; net < items.pins().length; net++) {
        int here = inside[device][net];
        load[device] += here > 0 && here < items.pins()[net].length ? items.cost()[net] : 0;
      }
    }
  }

  private double greatest() {
    double greatest = 0;
    for (double one : load) {
      greatest = Math.max(greatest, one);
    }
    return greatest;
  }

  private double energy() {
    double energy = 0;
    for (double one : load) {
      energy += power(one);
    }
    return energy;
  }

  private double power(double value) {
    double share = value / least;
    double square = share * share;
    double fourth = square * square;
    return fourth * fourth * fourth;
  }

  private Split result(double bound, boolean better, String method) {
    restart();
    List<Split.Part> parts = new ArrayList<>();
    for (int device = 0; device < load.length; device++) {
      var layers = new ArrayList<Integer>();
      for (int item = 0; item < best.length; item++) {
        if (best[item] == device) {
          Arrays.stream(items.members()[item]).forEach(layers::add);
        }
      }
      layers.sort(null);
      if (!layers.isEmpty()) {
        parts.add(new Split.Part(isCpu(device), layers, load[device]));
      }
    }
    double greatest = greatest();
    return new Split(
        parts,
        greatest,
        Math.min(bound, greatest),
        greatest - bound <= EQUAL * greatest,
        better ? "annealing" : method);
  }
}
