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
/// A stage without ops is refused where the schedule counts stages ([Strategy#PIPELINE],
/// [Strategy#DATA]); under the other strategies its device is simply idle.
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
    limit(plan.stages().size(), "stages");
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
    for (int stage = 0; stage < plan.stages().size(); stage++) {
      var devices = plan.stages().get(stage).devices();
      if (devices.size() != plan.replicas()) {
        add(
            "plan.replicas",
            "stage " + stage,
            "Stage "
                + stage
                + " has "
                + devices.size()
                + " devices but the plan has "
                + plan.replicas()
                + " replicas.",
            "Give it one device per replica.");
      }
      var seen = new HashSet<DeviceId>();
      for (var device : devices) {
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
              "Two replicas of stage " + stage + " are placed on " + device + ".",
              "Give each replica a device of its own.");
        }
      }
    }
    if (plan.strategy() == Strategy.PIPELINE) {
      for (int replica = 0; replica < plan.replicas(); replica++) {
        var seen = new HashMap<DeviceId, Integer>();
        for (int stage = 0; stage < plan.stages().size(); stage++) {
          var devices = plan.stages().get(stage).devices();
          var earlier =
              replica < devices.size() ? seen.putIfAbsent(devices.get(replica), stage) : null;
          if (earlier != null) {
            add(
                "plan.device.twice",
                devices.get(replica).name(),
                "Stages "
                    + earlier
                    + " and "
                    + stage
                    + " of a pipeline are both placed on "
                    + devices.get(replica)
                    + ".",
                "Give each stage a device of its own, or join them.");
          }
        }
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
    var used = new HashSet<Integer>();
    for (var op : network.ops()) {
      known.add(op.id());
      used.add(plan.stageOf(op.id()));
    }
    plan.partition()
        .forEach((op, stage) -> {
          if (!known.contains(op)) {
            add(
                "plan.op.unknown",
                op.name(),
                "The plan places op " + op + ", which the network does not have.",
                "Remove it from the plan.");
          }
          if (stage < 0 || stage >= plan.stages().size()) {
            add(
                "plan.stage.unknown",
                op.name(),
                "Op "
                    + op
                    + " is placed on stage "
                    + stage
                    + " but the plan has stages 0 to "
                    + (plan.stages().size() - 1)
                    + ".",
                "Place it on one of them.");
          }
        });
    var backward = plan.strategy() == Strategy.PIPELINE ? BackwardEdge.of(network, plan) : null;
    if (backward != null) {
      add(
          "plan.stage.backward",
          backward.producer().name(),
          "Op "
              + backward.producer()
              + " on stage "
              + plan.stageOf(backward.producer())
              + " feeds op "
              + backward.consumer()
              + " on stage "
              + plan.stageOf(backward.consumer())
              + ", so this plan is no pipeline.",
          "Place them so that each stage feeds only later ones, or name the strategy custom.");
    }
    boolean counted = plan.strategy() == Strategy.PIPELINE || plan.strategy() == Strategy.DATA;
    for (int stage = 0;
        counted && !network.ops().isEmpty() && stage < plan.stages().size();
        stage++) {
      if (!used.contains(stage)) {
        add(
            "plan.stage.empty",
            "stage " + stage,
            "Stage " + stage + " has no ops.",
            "Place ops on it or remove it.");
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

  private void memory() {
    Map<DeviceId, Long> wanted = new HashMap<>();
    for (int replica = 0; replica < plan.replicas(); replica++) {
      Checkpoint.pass();
      Map<DeviceId, Set<String>> weights = new HashMap<>();
      for (var op : network.ops()) {
        int stage = plan.stageOf(op.id());
        if (stage < 0
            || stage >= plan.stages().size()
            || replica >= plan.stages().get(stage).devices().size()) {
          continue;
        }
        var device = plan.stages().get(stage).devices().get(replica);
        weights.computeIfAbsent(device, _ -> new HashSet<>()).addAll(op.dependencies());
        long largest =
            op.outputs().stream()
                .map(types::type)
                .filter(type -> type != null && type.isStatic())
                .mapToLong(TensorType::sizeBytes)
                .sum();
        wanted.merge(device, largest, Math::max);
      }
      weights.forEach((device, values) -> {
        long bytes =
            values.stream()
                .map(network.initializers()::get)
                .filter(constant -> constant != null)
                .mapToLong(Constant::sizeBytes)
                .sum();
        wanted.merge(device, bytes, Long::sum);
      });
    }
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
