package dev.partitura.engine.planner.shop;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.ToDoubleBiFunction;
import java.util.random.RandomGenerator;

/// Schedules of a job shop made in one go: whenever a machine is free, it takes that operation of
/// those that can begin first which a rule prefers.
final class Dispatching {
  private final Operations operations;
  private final long[] tails;

  Dispatching(Operations operations) {
    this.operations = operations;
    tails = operations.tails();
  }

  /// The best of some rules, most work remaining first, also with chance.
  int[][] best(RandomGenerator random, int chances) {
    int[][] best = null;
    long least = Long.MAX_VALUE;
    List<ToDoubleBiFunction<Operations, Integer>> rules =
        List.of(
            (all, i) -> tails[i] + all.duration[i],
            (all, i) -> tails[i],
            (all, i) -> -all.duration[i],
            (all, i) -> all.duration[i],
            (all, i) -> (double) (tails[i] + all.duration[i]) / Math.max(1, all.duration[i]));
    for (int turn = 0; turn < rules.size() + chances; turn++) {
      var rule = rules.get(turn < rules.size() ? turn : 0);
      double chance = turn < rules.size() ? 0 : 0.3;
      var key = new double[operations.count];
      for (int i = 0; i < key.length; i++) {
        key[i] = -rule.applyAsDouble(operations, i) * (1 + chance * (random.nextDouble() - 0.5));
      }
      var orders = sequences(key);
      long makespan = new MachineOrders(operations, orders).makespan;
      if (makespan < least) {
        least = makespan;
        best = orders;
      }
    }
    return best == null ? sequences(new double[operations.count]) : best;
  }

  /// The orders where the operation with the lowest key goes first of those that can begin first.
  private int[][] sequences(double[] key) {
    var sequences = new int[operations.machines][];
    var sizes = new int[operations.machines];
    for (int i = 0; i < sequences.length; i++) {
      sequences[i] = new int[operations.onMachine[i].length];
    }
    var free = new long[operations.machines];
    var ready = new long[operations.count];
    var waiting = new java.util.ArrayList<PriorityQueue<Integer>>();
    var coming = new java.util.ArrayList<PriorityQueue<Integer>>();
    for (int i = 0; i < operations.machines; i++) {
      waiting.add(new PriorityQueue<>(Comparator.<Integer>comparingDouble(one -> key[one])));
      coming.add(new PriorityQueue<>(Comparator.<Integer>comparingLong(one -> ready[one])));
    }
    var events =
        new PriorityQueue<long[]>(
            Comparator.<long[]>comparingLong(event -> event[0])
                .thenComparingLong(event -> event[1]));
    for (int i = 0; i < operations.count; i++) {
      if (operations.first[i]) {
        coming.get(operations.machine[i]).add(i);
        events.add(new long[] {0, operations.machine[i]});
      }
    }
    while (!events.isEmpty()) {
      var event = events.remove();
      int machine = (int) event[1];
      long now = Math.max(event[0], free[machine]);
      if (now > event[0]) {
        events.add(new long[] {now, machine});
        continue;
      }
      var here = waiting.get(machine);
      var soon = coming.get(machine);
      while (!soon.isEmpty() && ready[soon.element()] <= now) {
        here.add(soon.remove());
      }
      if (here.isEmpty()) {
        continue;
      }
      int one = here.remove();
      sequences[machine][sizes[machine]++] = one;
      free[machine] = now + operations.duration[one];
      if (!here.isEmpty() || !soon.isEmpty()) {
        events.add(new long[] {free[machine], machine});
      }
      if (!operations.last[one]) {
        ready[one + 1] = free[machine];
        coming.get(operations.machine[one + 1]).add(one + 1);
        events.add(new long[] {free[machine], operations.machine[one + 1]});
      }
    }
    return sequences;
  }
}
