package dev.partitura.engine.planner.network;

import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.execute.simulate.SimulatedExecutor;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.plan.Mesh;
import dev.partitura.engine.plan.Part;
import dev.partitura.engine.plan.Passes;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.Recompute;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.planner.network.OpFigures.Again;
import dev.partitura.engine.planner.network.OpFigures.Figure;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.task.lower.ReplicaTemplate;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Makes the figures of a network's ops: lays one micro-batch of the short network out on the
/// shards of one stage, as any plan is laid out, runs it in thought, and reads off what each op
/// took. Used once.
final class FigureMaking {
  /// Splits gradients of inputs from those of weights, so that any schedule can be priced.
  private static final String SPLITTING = "zb-h1";

  private final NetworkRequest request;
  private final RepeatedOps ops;
  private final Lowered lowered;
  private final ReplicaTemplate template;
  private final Topology topology;
  private final double[][] sums;

  private FigureMaking(
      NetworkRequest request, RepeatedOps ops, int shards, int samples, boolean sequence) {
    this.request = request;
    this.ops = ops;
    topology = Topology.of(ops.network());
    lowered = lowered(request, ops.network(), shards, samples, sequence);
    template = lowered.template(0);
    sums = new double[Figure.values().length][ops.network().ops().size()];
  }

  /// @param samples of a micro-batch
  /// @throws dev.partitura.engine.problem.ProblemException where the network cannot be split so
  static OpFigures of(
      NetworkRequest request, RepeatedOps ops, int shards, int samples, boolean sequence) {
    var making = new FigureMaking(request, ops, shards, samples, sequence);
    making.time();
    making.memory();
    making.constants();
    return making.figures();
  }

  private static Lowered lowered(
      NetworkRequest request, Network network, int shards, int samples, boolean sequence) {
    var devices = request.cluster().devices().subList(0, shards).stream().map(Device::id).toList();
    var plan =
        new Plan(
                List.of(new Part(new Mesh(devices, shards))),
                Map.of(),
                1,
                request.trains() ? SPLITTING : Plan.FORWARD,
                Passes.ALL.with(request.precision()))
            .withSequenceParallel(sequence);
    var lowering = Lowering.toPredict();
    var optimizer = request.optimizer();
    return optimizer != null
        ? lowering
            .lowerStep(network, request.cluster(), plan, optimizer, samples, Map.of(), null)
            .lowered()
        : lowering.lower(network, request.cluster(), plan, samples, Map.of(), null);
  }

  private void add(Figure figure, int op, double amount) {
    sums[figure.ordinal()][op] += amount;
  }

  /// What passes on the first shard until each of its tasks ends counts for the op of that task.
  private void time() {
    var graph = lowered.graph();
    var times = new SimulatedExecutor().times(lowered);
    var own =
        IntStream.range(0, graph.taskCount())
            .filter(task -> graph.device(task) == 0 && graph.kind(task).computes())
            .boxed()
            .sorted(Comparator.comparingLong(task -> times.endNanos()[task]))
            .toList();
    long frontier = times.startedAt();
    for (int task : own) {
      var step = lowered.program().steps().get(graph.subject(task));
      int op = place(step.ops());
      var figure =
          switch (step.phase()) {
            case F -> Figure.FORWARD;
            case B -> Figure.INPUTS;
            case W -> Figure.WEIGHTS;
            case U -> Figure.UPDATES;
          };
      add(figure, op, times.endNanos()[task] - frontier);
      if (step.phase() != Phase.U) {
        add(Figure.EXCHANGES, op, Math.max(0, times.beginNanos()[task] - frontier));
      }
      frontier = times.endNanos()[task];
    }
  }

  /// Place of the first op of a step in the short network.
  private int place(List<OpId> origins) {
    for (var origin : origins) {
      int place = topology.indexOf(origin);
      if (place >= 0) {
        return place;
      }
    }
    return 0;
  }

  private void memory() {
    int nodes = template.nodeCount();
    var change = new double[nodes + 1];
    for (var place : lowered.places()) {
      if (place.device() != 0 || place.users().length == 0) {
        continue;
      }
      int first = place.users()[0];
      if (place.isKept()) {
        add(kept(place.users()), ofNode(first), place.sizeBytes());
      } else if (!HeldValues.isHeld(template, place.users())) {
        change[first] += place.sizeBytes();
        change[place.users()[place.users().length - 1] + 1] -= place.sizeBytes();
      }
    }
    double alive = 0;
    var passing = sums[Figure.PASSING.ordinal()];
    for (int node = 0; node < nodes; node++) {
      alive += change[node];
      int op = ofNode(node);
      passing[op] = Math.max(passing[op], alive);
    }
  }

  /// What stays is a parameter if the way forward reads it, and else a sum if the way back does.
  private Figure kept(int[] users) {
    var kept = Figure.STATES;
    for (int node : users) {
      switch (template.node(node).phase()) {
        case F -> {
          return Figure.PARAMETERS;
        }
        case B, W -> kept = Figure.GRADIENTS;
        case U -> {
          // The update uses all that stays.
        }
      }
    }
    return kept;
  }

  private void constants() {
    var seen = Collections.newSetFromMap(new IdentityHashMap<Object, Boolean>());
    for (int node = 0; node < template.nodeCount(); node++) {
      var step = template.step(node);
      if (step == null || template.device(node) != 0) {
        continue;
      }
      for (var constant : step.recipe().constants()) {
        add(Figure.PARAMETERS, ofNode(node), seen.add(constant) ? constant.sizeBytes() : 0);
      }
      for (int slot : step.inputs()) {
        var constant = lowered.program().slots().get(slot).constant();
        if (constant != null && seen.add(constant)) {
          add(Figure.PARAMETERS, ofNode(node), constant.sizeBytes());
        }
      }
    }
  }

  private int ofNode(int node) {
    var step = template.step(node);
    return step == null ? 0 : place(step.ops());
  }

  private OpFigures figures() {
    var held = new HeldValues(lowered, request.precision(), this::ofNode);
    var again = new double[Recompute.values().length][][];
    for (var recompute : Recompute.values()) {
      var found = new double[Again.values().length][ops.network().ops().size()];
      held.add(recompute, sums[Figure.FORWARD.ordinal()], found);
      again[recompute.ordinal()] = spread(found);
    }
    return new OpFigures(spread(sums), again);
  }

  private double[][] spread(double[][] figures) {
    return Arrays.stream(figures)
        .map(figure -> IntStream.of(ops.standsFor()).mapToDouble(op -> figure[op]).toArray())
        .toArray(double[][]::new);
  }
}
