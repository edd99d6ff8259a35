package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.Program;
import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cost.KernelCost;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.plan.schedule.Precedence;
import dev.partitura.engine.plan.schedule.ScheduleProblem;
import dev.partitura.engine.plan.schedule.ScheduledDevice;
import dev.partitura.engine.plan.schedule.ScheduledStage;
import dev.partitura.engine.task.EdgeKind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What each replica's schedule has to put in order: its stages with what they are expected to
/// take, and the memory that each device has for micro-batches. Pure.
final class PosedProblems {
  private final Cluster cluster;
  private final Plan plan;
  private final List<ReplicaTemplate> templates;
  private final List<FramePlan.Sizes> memory;

  /// By device: what each replica there has for micro-batches.
  private final long[] freeBytes;

  /// @param memory frames and workspaces of each replica
  PosedProblems(
      Program program,
      Cluster cluster,
      Plan plan,
      List<ReplicaTemplate> templates,
      List<FramePlan.Sizes> memory) {
    this.cluster = cluster;
    this.plan = plan;
    this.templates = templates;
    this.memory = memory;
    var users = new int[cluster.devices().size()];
    for (int replica = 0; replica < templates.size(); replica++) {
      var local = Spread.localDevices(cluster, plan, replica);
      for (int device = 0; device < users.length; device++) {
        users[device] += local[device] < 0 ? 0 : 1;
      }
    }
    freeBytes = new long[users.length];
    for (int device = 0; device < users.length; device++) {
      if (users[device] > 0) {
        long free =
            cluster.devices().get(device).memoryBytes()
                - ResidentBytes.ofConstants(program, templates, device)
                - ResidentBytes.ofOutputs(templates, device, plan.microBatches())
                - ResidentBytes.ofKept(templates, device);
        freeBytes[device] = free / users[device];
      }
    }
  }

  ScheduleProblem of(int replica) {
    var template = templates.get(replica);
    var local = Spread.localDevices(cluster, plan, replica);
    var cost = new KernelCost(cluster, plan.passes().precision());
    var needs = new ArrayList<Set<Integer>>();
    var direct = ActionReach.direct(template);
    var nanos = new ArrayList<Map<Phase, Double>>();
    var phases = EnumSet.of(Phase.F);
    // One shard stands for all.
    var first = new int[plan.parts().size()];
    for (int stage = 0; stage < first.length; stage++) {
      first[stage] = Spread.device(cluster, plan, stage, replica);
      needs.add(new TreeSet<>());
      nanos.add(new EnumMap<>(Phase.class));
    }
    for (int node = 0; node < template.nodeCount(); node++) {
      int stage = template.node(node).stage();
      if (template.node(node).phase() == Phase.F) {
        for (var edge : template.edges().into(node)) {
          int from = template.node(edge.from()).stage();
          // Who may take whose memory follows from the data: see FramePlan.
          if (edge.kind() == EdgeKind.RAW && from != stage) {
            needs.get(stage).add(from);
          }
        }
      }
      var step = template.step(node);
      if (step != null && template.device(node) == first[stage]) {
        phases.add(step.phase());
        nanos
            .get(stage)
            .merge(
                step.phase(),
                cost.opNanos(step.category(), step.work(), cluster.devices().get(first[stage])),
                Double::sum);
      }
    }
    var stages = new ArrayList<ScheduledStage>();
    for (int stage = 0; stage < nanos.size(); stage++) {
      stages.add(
          new ScheduledStage(
              local[first[stage]],
              needs.get(stage),
              addends(direct, stage),
              takesOver(direct, stage),
              nanos.get(stage)));
    }
    var devices =
        IntStream.range(0, Spread.devices(cluster, plan, replica).size())
            .mapToObj(place ->
                IntStream.range(0, local.length)
                    .filter(device -> local[device] == place)
                    .mapToObj(device -> device(replica, device))
                    .reduce(PosedProblems::both)
                    .orElseThrow())
            .toList();
    return new ScheduleProblem(devices, stages, plan.microBatches(), phases);
  }

  /// By phase of a stage the actions of others whose gradients it takes, whether they feed each
  /// other forward or share a weight.
  private static Map<Phase, Set<Integer>> addends(Map<Integer, BitSet> direct, int stage) {
    var addends = new EnumMap<Phase, Set<Integer>>(Phase.class);
    for (var phase : List.of(Phase.B, Phase.W)) {
      var given =
          others(direct, stage, phase)
              .filter(PosedProblems::isGradient)
              .collect(Collectors.toSet());
      if (!given.isEmpty()) {
        addends.put(phase, given);
      }
    }
    return addends;
  }

  /// The stages whose update makes weights that a stage copies in its own.
  private static Set<Integer> takesOver(Map<Integer, BitSet> direct, int stage) {
    return others(direct, stage, Phase.U)
        .filter(kind -> Precedence.phase(kind) == Phase.U)
        .map(Precedence::stage)
        .collect(Collectors.toSet());
  }

  /// The actions of other stages whose data an action takes.
  private static Stream<Integer> others(Map<Integer, BitSet> direct, int stage, Phase phase) {
    return direct.getOrDefault(Precedence.kind(stage, phase), new BitSet()).stream()
        .filter(kind -> Precedence.stage(kind) != stage)
        .boxed();
  }

  private static boolean isGradient(int kind) {
    return Precedence.phase(kind) == Phase.B || Precedence.phase(kind) == Phase.W;
  }

  /// What both of two shards have room for.
  private static ScheduledDevice both(ScheduledDevice one, ScheduledDevice other) {
    return new ScheduledDevice(
        Math.min(one.memoryBytes(), other.memoryBytes()),
        Math.max(one.heldBytes(), other.heldBytes()));
  }

  /// A device with what it has beside its constants, its outputs, its workspace and the frame in
  /// which it receives; replicas on one device share it evenly.
  private ScheduledDevice device(int replica, int device) {
    long frame = memory.get(replica).frame()[device];
    long workspace = memory.get(replica).workspace()[device];
    long spare = ReplicaOrder.exchanges(templates.get(replica), device) ? frame : 0;
    return new ScheduledDevice(Math.max(0, freeBytes[device] - workspace - spare), frame);
  }
}
