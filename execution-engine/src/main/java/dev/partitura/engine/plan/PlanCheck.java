package dev.partitura.engine.plan;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkCheck;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.network.OperatorSets;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.plan.schedule.Schedules;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
      check.operatorsInBodies();
      check.memory();
    }
    return shortened(List.copyOf(new LinkedHashSet<>(check.problems)));
  }

  /// Nobody reads a million problems.
  private static List<Problem> shortened(List<Problem> problems) {
    if (problems.size() <= MOST_PROBLEMS) {
      return problems;
    }
    var first = new ArrayList<>(problems.subList(0, MOST_PROBLEMS));
    first.add(
        new Problem(
            "plan.problems.many",
            "",
            "There are " + (problems.size() - MOST_PROBLEMS) + " more problems.",
            "Mend those above first."));
    return List.copyOf(first);
  }

  /// What is counted below must be countable.
  private void sizes() {
    limit(plan.parts().size(), "stages");
    limit(plan.replicas(), "replicas");
  }

  private void limit(int count, String what) {
    if (count > MOST_PARTS) {
      add(
          "plan.size",
          "",
          "The plan has "
              + count
              + " "
              + what
              + ", more than the "
              + MOST_PARTS
              + " that can be run.",
          "Use fewer " + what + ".");
    }
  }

  private void devices() {
    if (Schedules.find(plan.schedule()) == null) {
      add(
          "plan.schedule.unknown",
          "",
          "There is no schedule named " + plan.schedule() + ".",
          "Use " + Plan.FORWARD + ".");
    }
    for (int stage = 0; stage < plan.parts().size(); stage++) {
      place(stage, plan.parts().get(stage).mesh());
    }
  }

  private void place(int stage, Mesh mesh) {
    if (mesh.shards() > 1) {
      add(
          "plan.shards",
          "stage " + stage,
          "Stage "
              + stage
              + " splits its tensors into "
              + mesh.shards()
              + " shards, and split tensors cannot be computed with yet.",
          "Use more stages or replicas instead, with one device for each replica of a stage.");
    }
    if (mesh.replicas() != plan.replicas()) {
      add(
          "plan.replicas",
          "stage " + stage,
          "Stage "
              + stage
              + " has "
              + mesh.replicas()
              + (mesh.replicas() == 1 ? " replica" : " replicas")
              + " but stage 0 has "
              + plan.replicas()
              + ".",
          "Give every stage the same number of replicas.");
    }
    var seen = new HashSet<DeviceId>();
    for (var device : mesh.devices()) {
      if (cluster.device(device) == null) {
        add(
            "plan.device.unknown",
            device.name(),
            "Stage "
                + stage
                + " is placed on "
                + device
                + ", which cluster "
                + cluster.name()
                + " does not have.",
            "Use one of " + names() + " or a larger cluster.");
      } else if (!seen.add(device)) {
        add(
            "plan.device.twice",
            device.name(),
            "Stage " + stage + " is placed on " + device + " twice.",
            "Give each replica a device of its own.");
      }
    }
  }

  private String names() {
    var devices = cluster.devices();
    return devices.size() == 1
        ? devices.getFirst().id().name()
        : devices.getFirst().id() + " to " + devices.getLast().id();
  }

  private void partition() {
    var known = new HashSet<OpId>();
    network.ops().forEach(op -> known.add(op.id()));
    for (var op : plan.partition().keySet()) {
      if (!known.contains(op)) {
        add(
            "plan.op.unknown",
            op.name(),
            "The plan places op " + op + ", which the network does not have.",
            "Remove it from the plan.");
      }
    }
  }

  private void operatorsInBodies() {
    for (var op : network.ops()) {
      for (var attribute : op.attributes().byName().values()) {
        if (attribute instanceof dev.partitura.engine.network.Attribute.NetworkValue(var body)) {
          missingIn(body, op.name());
        }
      }
    }
  }

  private void missingIn(Network body, String where) {
    for (var op : body.ops()) {
      if (Operators.find(op) == null) {
        add(
            "op.operator.unknown",
            where,
            "The body of op "
                + where
                + " uses operator "
                + op.type()
                + " (op "
                + op.name()
                + "), which cannot be run here.",
            "Replace it by operators of the palette.");
      }
      op.attributes()
          .byName()
          .values()
          .forEach(attribute -> {
            if (attribute
                instanceof dev.partitura.engine.network.Attribute.NetworkValue(var inner)) {
              missingIn(inner, where);
            }
          });
    }
  }

  /// Of each device the constants that its ops read and, since they are there one after another at
  /// least, the outputs of the op that has most.
  private void memory() {
    Map<DeviceId, Set<String>> read = new HashMap<>();
    Map<DeviceId, Long> wanted = new HashMap<>();
    for (var op : network.ops()) {
      Checkpoint.pass();
      long outputs =
          op.outputs().stream()
              .map(types::type)
              .filter(type -> type != null && type.isStatic())
              .mapToLong(TensorType::sizeBytes)
              .sum();
      for (var device : plan.meshOf(op.id()).devices()) {
        read.computeIfAbsent(device, _ -> new HashSet<>()).addAll(op.dependencies());
        wanted.merge(device, outputs, Math::max);
      }
    }
    read.forEach((device, values) ->
        wanted.merge(
            device,
            values.stream()
                .map(network.initializers()::get)
                .filter(constant -> constant != null)
                .mapToLong(Constant::sizeBytes)
                .sum(),
            Long::sum));
    wanted.forEach((id, bytes) -> {
      var device = cluster.device(id);
      if (device != null && bytes > device.memoryBytes()) {
        problems.add(lacksMemory(id.name(), bytes, device.memoryBytes()));
      }
    });
  }

  /// A device lacks memory.
  public static Problem lacksMemory(String device, long neededBytes, long hasBytes) {
    return new Problem(
        "plan.memory",
        device,
        device + " needs " + gibibytes(neededBytes) + " but has " + gibibytes(hasBytes) + ".",
        "Use more stages, smaller micro-batches or a smaller batch.");
  }

  private static String gibibytes(long bytes) {
    return String.format(java.util.Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
  }

  private void add(String code, String subject, String message, String hint) {
    problems.add(new Problem(code, subject, message, hint));
  }
}
