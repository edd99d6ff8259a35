package dev.partitura.engine.planner.shop;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/// The end that no schedule of a job shop comes before: that of the busiest machine alone, whose
/// operations may be interrupted, each after what is before it in its job and before what follows.
///
/// Source: Jackson's preemptive schedule, Carlier 1982, doi:10.1016/S0377-2217(82)80007-6.
final class MachineBound {
  private MachineBound() {}

  static long of(Operations operations) {
    long[] heads = operations.heads();
    long[] tails = operations.tails();
    long bound = 0;
    for (int i = 0; i < operations.count; i++) {
      bound = Math.max(bound, heads[i] + operations.duration[i] + tails[i]);
    }
    for (int[] machine : operations.onMachine) {
      bound = Math.max(bound, preemptive(machine, operations.duration, heads, tails));
    }
    return bound;
  }

  private static long preemptive(int[] machine, long[] duration, long[] heads, long[] tails) {
    var waiting =
        Arrays.stream(machine)
            .boxed()
            .sorted(Comparator.<Integer>comparingLong(operation -> heads[operation]))
            .mapToInt(Integer::intValue)
            .toArray();
    var left = new long[machine.length];
    var ready =
        new PriorityQueue<Integer>(
            Comparator.<Integer>comparingLong(place -> tails[waiting[place]]).reversed());
    long now = 0;
    long bound = 0;
    for (int next = 0; next < waiting.length || !ready.isEmpty(); ) {
      if (ready.isEmpty()) {
        now = Math.max(now, heads[waiting[next]]);
      }
      while (next < waiting.length && heads[waiting[next]] <= now) {
        left[next] = duration[waiting[next]];
        ready.add(next++);
      }
      int place = ready.element();
      long until = next < waiting.length ? heads[waiting[next]] : Long.MAX_VALUE;
      long step = Math.min(left[place], until - now);
      now += step;
      left[place] -= step;
      if (left[place] == 0) {
        ready.remove();
        bound = Math.max(bound, now + tails[waiting[place]]);
      }
    }
    return bound;
  }
}
