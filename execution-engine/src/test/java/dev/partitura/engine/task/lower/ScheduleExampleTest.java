package dev.partitura.engine.task.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.plan.Mesh;
import dev.partitura.engine.plan.Part;
import dev.partitura.engine.plan.Passes;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.schedule.Action;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.plan.schedule.Schedule;
import dev.partitura.engine.plan.schedule.ScheduleProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScheduleExampleTest {
  /// All that a new schedule takes: this, and its line in the catalogue. Last micro-batch first.
  private record Backwards() implements Schedule {
    @Override
    public String name() {
      return "backwards";
    }

    @Override
    public List<List<Action>> order(ScheduleProblem problem) {
      var orders = new ArrayList<List<Action>>();
      for (int device = 0; device < problem.devices(); device++) {
        var order = new ArrayList<Action>();
        for (int microBatch = problem.microBatches() - 1; microBatch >= 0; microBatch--) {
          for (int stage : problem.stagesOn(device)) {
            order.add(new Action(stage, Phase.F, microBatch));
          }
        }
        orders.add(order);
      }
      return orders;
    }
  }

  @Test
  void aNewScheduleDecidesWhatEachDeviceTakesNext() {
    var cluster = Clusters.workers(2);
    var parts = cluster.devices().stream().map(device -> new Part(Mesh.of(device.id()))).toList();
    var schedule = new Backwards();
    var plan = new Plan(parts, Map.of(), 3, schedule.name(), Passes.ALL);
    var graph = Spread.of(FakePrograms.chain(4, 2), cluster, plan, schedule).graph();
    for (int device = 0; device < 2; device++) {
      int on = device;
      assertEquals(
          List.of(2, 1, 0),
          IntStream.of(graph.topologicalOrder())
              .filter(task -> graph.device(task) == on && graph.kind(task).computes())
              .map(graph::microBatch)
              .distinct()
              .boxed()
              .toList());
    }
  }
}
