package dev.partitura.engine.planner;

import dev.partitura.engine.planner.graph.JobShop;
import dev.partitura.engine.planner.graph.TaskDag;
import dev.partitura.engine.planner.shop.DagSchedule;
import dev.partitura.engine.planner.shop.JobShopSchedule;
import dev.partitura.engine.planner.shop.Timetable;
import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// The plans whose nodes have times to begin.
final class ShopPlan {
  private static final double EQUAL = 1e-9;

  private ShopPlan() {}

  /// A job shop brings its own machines.
  static GraphPlan of(JobShop shop, PlanRequest request) {
    refuseThroughput(request);
    if (request.devices().isPresent() && request.devices().getAsInt() != shop.machines()) {
      throw ProblemException.of(
          "planner.machines", "", shop.machines(), request.devices().getAsInt());
    }
    var names = new ArrayList<String>();
    var times = new ArrayList<Double>();
    for (int job = 0; job < shop.jobs().size(); job++) {
      for (int i = 0; i < shop.jobs().get(job).size(); i++) {
        names.add("job " + job + " operation " + i);
        times.add((double) shop.jobs().get(job).get(i).duration());
      }
    }
    return plan(JobShopSchedule.of(shop), names, times, shop.machines(), "machine", "units");
  }

  static GraphPlan of(TaskDag dag, PlanRequest request) {
    refuseThroughput(request);
    int processors = request.devices().orElse(dag.processors());
    if (processors == 0) {
      throw ProblemException.of("planner.devices", "");
    }
    return plan(
        DagSchedule.of(dag, processors),
        dag.tasks().stream().map(TaskDag.Task::name).toList(),
        dag.tasks().stream().map(TaskDag.Task::time).toList(),
        processors,
        "p",
        dag.unit());
  }

  private static void refuseThroughput(PlanRequest request) {
    if (request.objective() == PlanRequest.Objective.THROUGHPUT) {
      throw ProblemException.of("planner.throughput", "");
    }
  }

  private static GraphPlan plan(
      Timetable table,
      List<String> names,
      List<Double> times,
      int devices,
      String prefix,
      String unit) {
    var busy = new double[devices];
    var nodes = new int[devices];
    var assignments = new ArrayList<GraphPlan.Assignment>();
    for (int i = 0; i < names.size(); i++) {
      int device = table.device()[i];
      busy[device] += times.get(i);
      nodes[device]++;
      assignments.add(
          new GraphPlan.Assignment(
              names.get(i),
              prefix + device,
              OptionalDouble.of(table.start()[i]),
              OptionalDouble.of(table.start()[i] + times.get(i))));
    }
    var loads = new ArrayList<GraphPlan.Load>();
    for (int device = 0; device < devices; device++) {
      loads.add(new GraphPlan.Load(prefix + device, nodes[device], busy[device]));
    }
    return new GraphPlan(
        "schedule",
        devices,
        "makespan",
        unit,
        table.makespan(),
        table.lowerBound(),
        table.makespan() - table.lowerBound() <= EQUAL * table.makespan(),
        table.method(),
        loads,
        assignments);
  }
}
