package dev.partitura.engine.plan;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkCheck;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.OperatorSets;
import dev.partitura.engine.operator.MissingOperators;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.plan.collective.AllReduce;
import dev.partitura.engine.plan.collective.AllReduces;
import dev.partitura.engine.plan.schedule.ListedSchedule;
import dev.partitura.engine.plan.schedule.Schedule;
import dev.partitura.engine.plan.schedule.Schedules;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Says before anything runs why a network cannot run under a plan: all reasons at once, each with
/// what, where and a way out. Pure; cost O(ops + edges).
///
/// A stage without ops is no problem: its devices are idle.
public final class PlanCheck {
  /// Stages, and replicas, that a plan may have.
  private static final int MOST_PARTS = 4096;

  private static final int MOST_PROBLEMS = 100;

  private final Network network;
  private final NetworkTypes types;
  private final Cluster cluster;
  private final Plan plan;
  private final List<Problem> problems = new ArrayList<>();

  private PlanCheck(Network network, NetworkTypes types, Cluster cluster, Plan plan) {
    this.network = network;
    this.types = types;
    this.cluster = cluster;
    this.plan = plan;
  }

  /// @param types of `network`, best with the micro-batch's sizes given; symbolic axes are no
  ///   problem
  public static List<Problem> check(
      Network network, NetworkTypes types, Cluster cluster, Plan plan) {
    return check(network, types, cluster, plan, true);
  }

  /// As [#check], but for a plan of which is only asked what it would take: that a device lacks
  /// memory is part of the answer.
  public static List<Problem> checkToPredict(
      Network network, NetworkTypes types, Cluster cluster, Plan plan) {
    return check(network, types, cluster, plan, false);
  }

  private static List<Problem> check(
      Network network, NetworkTypes types, Cluster cluster, Plan plan, boolean fits) {
    var check = new PlanCheck(network, types, cluster, plan);
    check.sizes();
    if (!check.problems.isEmpty()) {
      return check.problems;
    }
    check.devices();
    check.partition();
    check.problems.addAll(NetworkCheck.check(network));
    if (check.problems.stream().noneMatch(problem -> problem.code().startsWith("network."))) {
      check.problems.addAll(types.problems());
      check.problems.addAll(OperatorSets.check(network));
      check.problems.addAll(MissingOperators.inBodies(network));
      if (fits) {
        check.memory();
      }
    }
    return shortened(List.copyOf(new LinkedHashSet<>(check.problems)));
  }

  /// Nobody reads a million problems.
  private static List<Problem> shortened(List<Problem> problems) {
    if (problems.size() <= MOST_PROBLEMS) {
      return problems;
    }
    var first = new ArrayList<>(problems.subList(0, MOST_PROBLEMS));
    first.add(Problem.of("plan.problems.many", "", problems.size() - MOST_PROBLEMS));
    return List.copyOf(first);
  }

  /// What is counted below must be countable.
  private void sizes() {
    limit(plan.parts().size(), Phrase.of("words.stages"));
    limit(plan.replicas(), Phrase.of("words.replicas"));
    limit(plan.sequenceChunks(), Phrase.of("words.sequenceChunks"));
  }

  private void limit(int count, Phrase what) {
    if (count > MOST_PARTS) {
      add("plan.size", "", count, what, MOST_PARTS);
    }
  }

  private void devices() {
    var schedule = Schedules.find(plan.schedule());
    if (schedule != null && plan.sequenceChunks() > 1 && !schedule.splitsSequence()) {
      add("schedule.sequence.none", "", schedule.name(), plan.sequenceChunks());
    } else if (plan.isBothWays()) {
      bothWays();
    } else if (schedule == null) {
      var word = ListedSchedule.firstThatIsNoAction(plan.schedule());
      if (word != null) {
        add("plan.schedule.action", word, word);
      } else {
        var known = Schedules.all().stream().map(Schedule::name).toList();
        add("plan.schedule.unknown", "", plan.schedule(), known);
      }
    }
    if (AllReduces.find(plan.collective()).isEmpty()) {
      add("plan.collective.unknown", "", plan.collective(), AllReduces.names());
    }
    replication();
    if (plan.sequenceParallel() && !plan.isSharded()) {
      add("plan.sequence.shards", "");
    }
    for (int stage = 0; stage < plan.parts().size(); stage++) {
      place(stage, plan.parts().get(stage).mesh());
      shards(stage);
    }
  }

  /// Of each two replicas one passes the devices first to last and the other last to first.
  private void bothWays() {
    int stages = plan.parts().size();
    if (stages % 2 != 0) {
      add("plan.ways.even", "", plan.schedule(), stages);
    }
    boolean returns = plan.replicas() % 2 == 0;
    for (int stage = 0; returns && stage < stages; stage++) {
      var there = plan.parts().get(stage).mesh();
      var back = plan.parts().get(stages - 1 - stage).mesh();
      returns =
          there.replicas() == plan.replicas()
              && there.shards() == back.shards()
              && swapped(there).equals(back.devices());
    }
    if (!returns) {
      add("schedule.placement.both", "", plan.schedule());
    }
  }

  /// The devices of a mesh, each two replicas changed for each other.
  private static List<DeviceId> swapped(Mesh mesh) {
    var devices = new ArrayList<DeviceId>();
    for (int replica = 0; replica < mesh.replicas(); replica++) {
      for (int shard = 0; shard < mesh.shards(); shard++) {
        devices.add(mesh.device(replica ^ 1, shard));
      }
    }
    return devices;
  }

  private void replication() {
    var replication = plan.replication();
    if (plan.replicas() == 1 && !replication.equals(Replication.WHOLE)) {
      add(
          replication.zero() > 0
              ? "plan.zero.replicas"
              : replication.averages() ? "plan.average.replicas" : "plan.bucket.replicas",
          "");
    } else if (replication.zero() > 0 && replication.averages()) {
      add("plan.zero.average", "", replication.zero(), replication.averageEvery());
    } else if (replication.zero() > 0
        && AllReduces.find(plan.collective()).filter(AllReduce::hasHalves).isEmpty()) {
      add(
          "plan.zero.collective",
          "",
          replication.zero(),
          plan.collective(),
          AllReduces.all().stream().filter(AllReduce::hasHalves).map(AllReduce::name).toList());
    }
  }

  /// Shards take their actions together: the shards of two parts lie on the same devices in the
  /// same order, or share none.
  private void shards(int stage) {
    var mesh = plan.parts().get(stage).mesh();
    for (int other = 0; other < stage; other++) {
      var before = plan.parts().get(other).mesh();
      if (!together(before, mesh) && (mesh.shards() > 1 || before.shards() > 1)) {
        add("plan.shards.apart", "stage " + stage, other, stage);
        return;
      }
    }
  }

  private static boolean together(Mesh one, Mesh other) {
    var groups = new HashSet<>(one.shardGroups());
    return other.shardGroups().stream()
        .allMatch(group -> groups.contains(group) || Collections.disjoint(group, one.devices()));
  }

  private void place(int stage, Mesh mesh) {
    if (mesh.replicas() != plan.replicas()) {
      add("plan.replicas", "stage " + stage, stage, mesh.replicas(), plan.replicas());
    }
    var seen = new HashSet<DeviceId>();
    for (var device : mesh.devices()) {
      if (cluster.device(device) == null) {
        add("plan.device.unknown", device.name(), stage, device, cluster.name(), names());
      } else if (!seen.add(device)) {
        add("plan.device.twice", device.name(), stage, device);
      }
    }
  }

  private Object names() {
    var devices = cluster.devices();
    return devices.size() == 1
        ? devices.getFirst().id().name()
        : Phrase.of("words.range", devices.getFirst().id(), devices.getLast().id());
  }

  private void partition() {
    var known = new HashSet<OpId>();
    network.ops().forEach(op -> known.add(op.id()));
    for (var op : plan.partition().keySet()) {
      if (!known.contains(op)) {
        add("plan.op.unknown", op.name(), op);
      }
    }
  }

  /// Of each device the constants that its ops read and the outputs of the op that has most of
  /// them: it holds at least these at once.
  private void memory() {
    Map<DeviceId, Set<String>> read = new HashMap<>();
    Map<DeviceId, Long> wanted = new HashMap<>();
    for (var op : network.ops()) {
      Checkpoint.pass();
      long outputs = 0;
      for (var output : op.outputs()) {
        var type = types.type(output);
        outputs += type != null && type.isStatic() ? type.sizeBytes() : 0;
      }
      // What a shard holds of its ops is known when they are split.
      for (var device :
          plan.meshOf(op.id()).shards() > 1
              ? List.<DeviceId>of()
              : plan.meshOf(op.id()).devices()) {
        wanted.merge(device, outputs, Math::max);
        for (var value : op.dependencies()) {
          if (network.initializers().containsKey(value)) {
            read.computeIfAbsent(device, _ -> new HashSet<>()).add(value);
          }
        }
      }
    }
    read.forEach((device, values) -> wanted.merge(device, constantBytes(values), Long::sum));
    wanted.forEach((id, bytes) -> {
      var device = cluster.device(id);
      if (device != null && bytes > device.memoryBytes()) {
        problems.add(lacksMemory(id.name(), bytes, device.memoryBytes()));
      }
    });
  }

  private long constantBytes(Set<String> values) {
    return values.stream()
        .mapToLong(value -> Objects.requireNonNull(network.initializers().get(value)).sizeBytes())
        .sum();
  }

  /// A device lacks memory.
  public static Problem lacksMemory(String device, long neededBytes, long hasBytes) {
    return Problem.of("plan.memory", device, device, neededBytes, hasBytes);
  }

  private void add(String code, String subject, Object... arguments) {
    problems.add(Problem.of(code, subject, arguments));
  }
}
