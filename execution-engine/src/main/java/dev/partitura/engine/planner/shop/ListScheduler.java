package dev.partitura.engine.planner.shop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Puts one task after the other where it ends first, into gaps as well.
final class ListScheduler {
  private final TaskTables tables;
  private final double[] start;
  private final int[] processor;

  /// What each processor does, by begin.
  private final List<List<Integer>> rows = new ArrayList<>();

  private ListScheduler(TaskTables tables, int processors) {
    this.tables = tables;
    start = new double[tables.count];
    processor = new int[tables.count];
    for (int i = 0; i < processors; i++) {
      rows.add(new ArrayList<>());
    }
  }

  /// The schedule by one priority.
  static Timetable of(TaskTables tables, int processors, ListPriority priority) {
    var scheduler = new ListScheduler(tables, processors);
    scheduler.run(priority.of(tables));
    double makespan = 0;
    for (int i = 0; i < tables.count; i++) {
      makespan = Math.max(makespan, scheduler.start[i] + tables.time[i]);
    }
    return new Timetable(
        scheduler.start,
        scheduler.processor,
        makespan,
        tables.leastMakespan(processors),
        priority.name());
  }

  private void run(double[] priority) {
    var ready =
        new PriorityQueue<Integer>(
            Comparator.<Integer>comparingDouble(task -> -priority[task])
                .thenComparingInt(task -> task));
    var waiting = new int[tables.count];
    for (int i = 0; i < tables.count; i++) {
      waiting[i] = tables.before[i].length;
      if (waiting[i] == 0) {
        ready.add(i);
      }
    }
    while (!ready.isEmpty()) {
      int task = ready.remove();
      put(task);
      for (int next : tables.after[task]) {
        if (--waiting[next] == 0) {
          ready.add(next);
        }
      }
    }
  }

  private void put(int task) {
    double earliest = Double.POSITIVE_INFINITY;
    int best = 0;
    for (int row = 0; row < rows.size(); row++) {
      double begin = gap(task, row, arrival(task, row));
      if (begin < earliest) {
        earliest = begin;
        best = row;
      }
      if (rows.get(row).isEmpty()) {
        // All that are empty still are alike.
        break;
      }
    }
    start[task] = earliest;
    processor[task] = best;
    var row = rows.get(best);
    int place = row.size();
    while (place > 0 && start[row.get(place - 1)] > earliest) {
      place--;
    }
    row.add(place, task);
  }

  /// When all that a task waits for is on a processor.
  private double arrival(int task, int row) {
    double arrival = 0;
    for (int i = 0; i < tables.before[task].length; i++) {
      int previous = tables.before[task][i];
      double way = processor[previous] == row ? 0 : tables.costBefore[task][i];
      arrival = Math.max(arrival, start[previous] + tables.time[previous] + way);
    }
    return arrival;
  }

  /// The first gap of a processor from `arrival` on that is long enough.
  private double gap(int task, int row, double arrival) {
    double begin = arrival;
    for (int other : rows.get(row)) {
      if (begin + tables.time[task] <= start[other]) {
        return begin;
      }
      begin = Math.max(begin, start[other] + tables.time[other]);
    }
    return begin;
  }
}
