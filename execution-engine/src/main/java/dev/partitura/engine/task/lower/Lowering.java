package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.Backend;
import dev.partitura.engine.backend.Backends;
import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.backend.Program;
import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Host;
import dev.partitura.engine.limit.MachineMemory;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.Part;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.PlanCheck;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.TaskQueue;
import dev.partitura.engine.tensor.NativeMemory;
import dev.partitura.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lays a network on a cluster by a plan: binds the batch, rewrites, compiles, and spreads the
/// program over replicas and micro-batches.
public final class Lowering {
  /// A stage may receive the next micro-batch while it works on one.
  private static final int PIPELINE_FRAMES = 2;

  private Lowering() {}

  /// @param maker makes the inputs that `feeds` does not hold
  /// @param backend to compile with; null takes the preferred one of the plan's devices
  /// @throws ProblemException when network, plan, batch or feeds do not fit; holds every problem
  ///   found
  public static LoweredPlan lower(
      Network network,
      Cluster cluster,
      Plan plan,
      int batch,
      Map<String, Tensor> feeds,
      long seed,
      InputMaker maker,
      @Nullable Backend backend) {
    var binding = bind(network, cluster, plan, batch, feeds, seed, maker);
    var chosen = backend != null ? backend : backend(cluster, plan);
    var program = chosen.compile(rewritten(binding, plan));
    try {
      return spread(cluster, plan, binding, chosen, program);
    } catch (RuntimeException | Error failed) {
      program.close();
      NativeMemory.trim();
      throw failed;
    }
  }

  private static BatchBinding bind(
      Network network,
      Cluster cluster,
      Plan plan,
      int batch,
      Map<String, Tensor> feeds,
      long seed,
      InputMaker maker) {
    var problems = new LinkedHashSet<Problem>();
    try {
      var binding =
          BatchBinder.bind(network, plan, batch, feeds, seed, maker, memoryBytes(cluster));
      problems.addAll(PlanCheck.check(binding.network(), binding.types(), cluster, plan));
      if (problems.isEmpty()) {
        return binding;
      }
    } catch (ProblemException refused) {
      problems.addAll(refused.problems());
      if (refused.problems().stream()
          .noneMatch(problem -> problem.code().equals("network.cycle"))) {
        problems.addAll(planProblems(network, cluster, plan));
      }
    }
    throw new ProblemException(List.copyOf(problems));
  }

  /// What is wrong with the plan whatever the batch; that values have no types is no wonder without
  /// their sizes.
  private static List<Problem> planProblems(Network network, Cluster cluster, Plan plan) {
    var types = TypeInference.infer(network);
    var problems = new ArrayList<>(PlanCheck.check(network, types, cluster, plan));
    problems.removeAll(types.problems());
    return problems;
  }

  private static long memoryBytes(Cluster cluster) {
    long bytes = cluster.hosts().stream().mapToLong(Host::memoryBytes).sum();
    return bytes > 0 ? bytes : Long.MAX_VALUE;
  }

  private static Backend backend(Cluster cluster, Plan plan) {
    var device = cluster.device(plan.devices().getFirst());
    var backend = device == null ? null : Backends.find(device.kind());
    for (var id : plan.devices()) {
      var other = cluster.device(id);
      if (backend == null || other == null || other.kind() != backend.kind()) {
        throw new ProblemException(
            "backend.missing",
            id.name(),
            "Nothing here can compute on " + id + " together with the plan's other devices.",
            "Place the stages on CPU workers.");
      }
    }
    if (backend == null) {
      throw new ProblemException(
          "backend.missing",
          "",
          "Nothing here can compute on the plan's devices.",
          "Place the stages on CPU workers.");
    }
    return backend;
  }

  private static LoweredNetwork rewritten(BatchBinding binding, Plan plan) {
    var stages = new HashMap<OpId, Integer>();
    for (var op : binding.network().ops()) {
      stages.put(op.id(), plan.partOf(op.id()));
    }
    return NetworkPasses.applyAll(
        new LoweredNetwork(binding.network(), binding.types(), stages, Map.of(), plan.passes()));
  }

  private static LoweredPlan spread(
      Cluster cluster, Plan plan, BatchBinding binding, Backend backend, Program program) {
    var templates = new ArrayList<ReplicaTemplate>();
    int devices = cluster.devices().size();
    var queues = TaskQueue.of(cluster);
    var frameBytes = new long[plan.replicas()][];
    for (int replica = 0; replica < plan.replicas(); replica++) {
      var deviceOfStep = new int[program.steps().size()];
      for (int step = 0; step < deviceOfStep.length; step++) {
        deviceOfStep[step] =
            cluster.indexOf(
                plan.parts().get(program.steps().get(step).stage()).mesh().device(replica, 0));
      }
      var template = ReplicaTemplate.of(program, deviceOfStep, queues, replica);
      frameBytes[replica] = FramePlan.place(template, devices, plan.passes().planMemory());
      templates.add(template);
    }
    boolean onePlace = plan.parts().stream().map(Part::mesh).distinct().count() == 1;
    int frames = onePlace ? 1 : Math.min(plan.microBatches(), PIPELINE_FRAMES);
    var links = new FrameTakeover(templates, devices, plan.microBatches(), frames);
    var graph = new Expansion(templates, queues, plan.microBatches(), links).expand();
    var lowered =
        new LoweredPlan(
            cluster, plan, binding, backend, program, templates, frameBytes, frames, graph);
    checkMemory(lowered);
    return lowered;
  }

  private static void checkMemory(LoweredPlan lowered) {
    var problems = new ArrayList<Problem>();
    var devices = lowered.cluster().devices();
    for (int device = 0; device < devices.size(); device++) {
      long needed = lowered.arenaBytes(device) + lowered.constantBytes(device);
      if (needed > devices.get(device).memoryBytes()) {
        problems.add(
            PlanCheck.lacksMemory(
                devices.get(device).id().name(), needed, devices.get(device).memoryBytes()));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    MachineMemory.require(lowered.neededBytes(), "The run");
  }
}
