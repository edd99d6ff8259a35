package dev.partitura.engine.planner.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.planner.graph.JobShop;
import dev.partitura.engine.planner.graph.TaskDag;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SchedulesTest {

  @Test
  void noOrderOfASmallJobShopEndsEarlier() {
    var random = new SplittableRandom(4);
    for (int turn = 0; turn < 8; turn++) {
      List<List<JobShop.Operation>> jobs = new ArrayList<>();
      for (int job = 0; job < 3; job++) {
        var operations = new ArrayList<JobShop.Operation>();
        for (int i = 0; i < 3; i++) {
          operations.add(new JobShop.Operation(random.nextInt(3), random.nextInt(6)));
        }
        jobs.add(operations);
      }
      var shop = new JobShop(3, jobs);
      var table = JobShopSchedule.of(shop);
      assertEquals(least(jobs, new int[3], new long[3], new long[3]), table.makespan());
      assertEquals(table.makespan(), table.lowerBound());
      check(shop, table);
    }
  }

  /// Every semi-active schedule: the operations one after the other in every order.
  private static long least(
      List<List<JobShop.Operation>> jobs, int[] next, long[] job, long[] machine) {
    long least = Long.MAX_VALUE;
    boolean done = true;
    for (int one = 0; one < next.length; one++) {
      if (next[one] < jobs.get(one).size()) {
        done = false;
        var operation = jobs.get(one).get(next[one]);
        long kept = job[one];
        long before = machine[operation.machine()];
        // Without a duration no machine is needed.
        long end = operation.duration() == 0 ? kept : Math.max(kept, before) + operation.duration();
        job[one] = end;
        if (operation.duration() > 0) {
          machine[operation.machine()] = end;
        }
        next[one]++;
        least = Math.min(least, least(jobs, next, job, machine));
        next[one]--;
        job[one] = kept;
        machine[operation.machine()] = before;
      }
    }
    if (!done) {
      return least;
    }
    long end = 0;
    for (long time : job) {
      end = Math.max(end, time);
    }
    return end;
  }

  private static void check(JobShop shop, Timetable table) {
    int operation = 0;
    var begins = new ArrayList<double[]>();
    for (var job : shop.jobs()) {
      double ready = 0;
      for (var one : job) {
        double start = table.start()[operation];
        assertTrue(start >= ready);
        ready = start + one.duration();
        if (one.duration() > 0) {
          begins.add(new double[] {one.machine(), start, ready});
        }
        operation++;
      }
      assertTrue(ready <= table.makespan());
    }
    for (var one : begins) {
      for (var other : begins) {
        assertTrue(one == other || one[0] != other[0] || one[2] <= other[1] || other[2] <= one[1]);
      }
    }
  }

  @Test
  void everyScheduleOfATaskGraphKeepsItsRules() {
    var random = new SplittableRandom(5);
    for (int turn = 0; turn < 6; turn++) {
      boolean costly = turn % 2 == 0;
      var tasks = new ArrayList<TaskDag.Task>();
      var edges = new ArrayList<TaskDag.Edge>();
      for (int i = 0; i < 8; i++) {
        tasks.add(new TaskDag.Task("t" + i, random.nextInt(1, 40) / 4.0));
        for (int from = 0; from < i; from++) {
          if (random.nextInt(4) == 0) {
            edges.add(new TaskDag.Edge(from, i, costly ? random.nextInt(12) : 0));
          }
        }
      }
      var dag = new TaskDag(tasks, edges, 0, "units");
      var table = DagSchedule.of(dag, 2);
      check(dag, table);
      assertEquals(table.makespan(), table.lowerBound(), 1e-9);
      assertEquals(
          least(dag, new boolean[8], new double[8], new int[8], new double[2]),
          table.makespan(),
          1e-9);
      for (var priority : ListPriorities.ALL) {
        check(dag, ListScheduler.of(new TaskTables(dag), 2, priority));
      }
    }
  }

  /// Every list schedule without gaps: some order of tasks, each on either processor.
  private static double least(
      TaskDag dag, boolean[] done, double[] end, int[] where, double[] free) {
    double least = Double.POSITIVE_INFINITY;
    boolean all = true;
    for (int task = 0; task < done.length; task++) {
      int one = task;
      if (done[task]
          || dag.edges().stream().anyMatch(edge -> edge.to() == one && !done[edge.from()])) {
        all &= done[task];
        continue;
      }
      all = false;
      for (int p = 0; p < free.length; p++) {
        double begin = free[p];
        for (var edge : dag.edges()) {
          if (edge.to() == task) {
            begin = Math.max(begin, end[edge.from()] + (where[edge.from()] == p ? 0 : edge.cost()));
          }
        }
        double kept = free[p];
        done[task] = true;
        end[task] = begin + dag.tasks().get(task).time();
        where[task] = p;
        free[p] = end[task];
        least = Math.min(least, least(dag, done, end, where, free));
        done[task] = false;
        free[p] = kept;
      }
    }
    return all ? Math.max(free[0], free[1]) : least;
  }

  private static void check(TaskDag dag, Timetable table) {
    for (var edge : dag.edges()) {
      boolean apart = table.device()[edge.from()] != table.device()[edge.to()];
      double ready =
          table.start()[edge.from()]
              + dag.tasks().get(edge.from()).time()
              + (apart ? edge.cost() : 0);
      assertTrue(table.start()[edge.to()] >= ready - 1e-9);
    }
    for (int one = 0; one < dag.tasks().size(); one++) {
      double end = table.start()[one] + dag.tasks().get(one).time();
      assertTrue(end <= table.makespan() + 1e-9);
      for (int other = 0; other < dag.tasks().size(); other++) {
        assertTrue(
            one == other
                || table.device()[one] != table.device()[other]
                || end <= table.start()[other] + 1e-9
                || table.start()[other] + dag.tasks().get(other).time()
                    <= table.start()[one] + 1e-9);
      }
    }
  }
}
