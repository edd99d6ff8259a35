package dev.partitura.engine.planner.shop;

import dev.partitura.engine.planner.graph.JobShop;
import java.util.ArrayList;
import java.util.List;

/// The operations of a job shop in flat arrays, job by job.
final class Operations {
  final int count;
  final int machines;
  final int[] machine;
  final long[] duration;

  /// Whether an operation is the first, or the last, of its job.
  final boolean[] first;

  final boolean[] last;

  /// Operations of each machine, in the order of the file.
  final int[][] onMachine;

  Operations(JobShop shop) {
    count = shop.jobs().stream().mapToInt(List::size).sum();
    machines = shop.machines();
    machine = new int[count];
    duration = new long[count];
    first = new boolean[count];
    last = new boolean[count];
    var lists = new ArrayList<List<Integer>>();
    for (int i = 0; i < machines; i++) {
      lists.add(new ArrayList<>());
    }
    int next = 0;
    for (var job : shop.jobs()) {
      for (int i = 0; i < job.size(); i++, next++) {
        machine[next] = job.get(i).machine();
        duration[next] = job.get(i).duration();
        first[next] = i == 0;
        last[next] = i == job.size() - 1;
        lists.get(machine[next]).add(next);
      }
    }
    onMachine =
        lists.stream()
            .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
  }

  /// Time in its job before each operation.
  long[] heads() {
    var heads = new long[count];
    for (int i = 1; i < count; i++) {
      heads[i] = first[i] ? 0 : heads[i - 1] + duration[i - 1];
    }
    return heads;
  }

  /// Time in its job after each operation.
  long[] tails() {
    var tails = new long[count];
    for (int i = count - 2; i >= 0; i--) {
      tails[i] = last[i] ? 0 : tails[i + 1] + duration[i + 1];
    }
    return tails;
  }
}
