package dev.partitura.engine.planner;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.planner.graph.LayerGraph;
import dev.partitura.engine.planner.partition.ContiguousSplit;
import dev.partitura.engine.planner.partition.FreeSplit;
import dev.partitura.engine.planner.partition.Split;
import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// The plan of a layer graph through which samples stream.
record LayerPlan(LayerGraph graph, PlanRequest request) {

  GraphPlan find() {
    int accelerators = request.devices().orElse(graph.accelerators());
    int cpus = request.cpus().orElse(graph.cpus());
    double bytes = request.bytes().orElse(graph.bytes());
    if (request.objective() == PlanRequest.Objective.LATENCY) {
      throw ProblemException.of("planner.latency", "");
    }
    if (accelerators + cpus == 0) {
      throw ProblemException.of("planner.devices", "");
    }
    var split =
        request.contiguous()
            ? ContiguousSplit.of(graph, accelerators, cpus, bytes)
            : FreeSplit.of(graph, accelerators, cpus, bytes);
    if (split == null) {
      if (Checkpoint.isCancelled()) {
        throw ProblemException.of("planner.late", "");
      }
      throw ProblemException.of("planner.fits", "", accelerators, cpus);
    }
    return answer(split, accelerators, cpus);
  }

  private GraphPlan answer(Split split, int accelerators, int cpus) {
    var names = new String[graph.layers().size()];
    var loads = new ArrayList<GraphPlan.Load>();
    int usedAccelerators = 0;
    int usedCpus = 0;
    for (var part : split.parts()) {
      var device = part.onCpu() ? cpu(usedCpus++) : accelerator(usedAccelerators++);
      part.layers().forEach(layer -> names[layer] = device);
      loads.add(new GraphPlan.Load(device, part.layers().size(), part.load()));
    }
    for (; usedAccelerators < accelerators; usedAccelerators++) {
      loads.add(new GraphPlan.Load(accelerator(usedAccelerators), 0, 0));
    }
    for (; usedCpus < cpus; usedCpus++) {
      loads.add(new GraphPlan.Load(cpu(usedCpus), 0, 0));
    }
    return new GraphPlan(
        request.contiguous() ? "contiguous-split" : "free-split",
        accelerators + cpus,
        "bottleneck",
        graph.unit(),
        split.load(),
        split.lowerBound(),
        split.optimal(),
        split.method(),
        loads,
        assignments(names));
  }

  private List<GraphPlan.Assignment> assignments(String[] names) {
    return IntStream.range(0, names.length)
        .mapToObj(layer ->
            new GraphPlan.Assignment(
                graph.layers().get(layer).name(),
                names[layer],
                OptionalDouble.empty(),
                OptionalDouble.empty()))
        .toList();
  }

  private static String accelerator(int index) {
    return "acc" + index;
  }

  private static String cpu(int index) {
    return "cpu" + index;
  }
}
