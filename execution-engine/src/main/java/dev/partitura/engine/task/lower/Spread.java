package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.Program;
import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.plan.Places;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.collective.AllReduce;
import dev.partitura.engine.plan.collective.AllReduces;
import dev.partitura.engine.plan.schedule.Action;
import dev.partitura.engine.plan.schedule.DelayedGradients;
import dev.partitura.engine.plan.schedule.InPieces;
import dev.partitura.engine.plan.schedule.ListedSchedule;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.plan.schedule.Placement;
import dev.partitura.engine.plan.schedule.Precedence;
import dev.partitura.engine.plan.schedule.Schedule;
import dev.partitura.engine.plan.schedule.ScheduleCheck;
import dev.partitura.engine.plan.schedule.ScheduleProblem;
import dev.partitura.engine.plan.schedule.Schedules;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.task.TaskQueue;
import dev.partitura.engine.task.partition.Exchanging;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/// A program of one micro-batch, spread over the replicas and micro-batches of a plan in the order
/// of a schedule. Pure.
///
/// @param templates by replica
/// @param memory frames and workspaces of each replica
/// @param orders by replica
/// @param ways of each two replicas that take the same devices in opposite directions
/// @param messages what replicas exchange
/// @param ordersAsForward whether the schedule orders here just as the forward schedule would
record Spread(
    List<ReplicaTemplate> templates,
    List<FramePlan.Sizes> memory,
    List<ReplicaOrder> orders,
    List<WaysOrder> ways,
    ReplicaMessages messages,
    boolean ordersAsForward,
    TaskGraph graph) {
  private static final long MOST_ACTIONS = 100_000_000;

  /// The same without what replicas exchange.
  Spread apart(Plan plan, List<TaskQueue> queues) {
    var none = ReplicaMessages.of(templates, queues, List.of());
    var graph =
        new Expansion(templates, queues, plan.microBatches(), orders, ways, none, memory).expand();
    return new Spread(templates, memory, orders, ways, none, ordersAsForward, graph);
  }

  /// Of a program that no replica has a piece of.
  static Spread of(Program program, Cluster cluster, Plan plan, Schedule schedule) {
    return of(
        program,
        cluster,
        plan,
        schedule,
        ReplicaPieces.none(plan.replicas()),
        plan.replicas(),
        Exchanging.MESSAGES);
  }

  /// @param members replicas that exchange values; more than the plan has where its one stands for
  ///   all
  /// @throws ProblemException when the schedule orders what is impossible, or when there are more
  ///   tasks than can be kept
  static Spread of(
      Program program,
      Cluster cluster,
      Plan plan,
      Schedule schedule,
      ReplicaPieces pieces,
      int members,
      Exchanging how) {
    Expansion.require(
        (long) plan.parts().size() * plan.microBatches(), MOST_ACTIONS, Phrase.of("words.actions"));
    var queues = TaskQueue.of(cluster);
    int devices = cluster.devices().size();
    var places = Places.of(plan);
    var templates = new ArrayList<ReplicaTemplate>();
    var memory = new ArrayList<FramePlan.Sizes>();
    for (int replica = 0; replica < plan.replicas(); replica++) {
      var deviceOfStep = new int[program.steps().size()];
      for (int step = 0; step < deviceOfStep.length; step++) {
        int place = program.steps().get(step).stage();
        var mesh = plan.parts().get(places.part(place)).mesh();
        deviceOfStep[step] = cluster.indexOf(mesh.device(replica, places.shard(place)));
      }
      var template =
          ReplicaTemplate.of(
              program, deviceOfStep, places, collective(plan), queues, replica, pieces);
      memory.add(FramePlan.place(template, devices, plan.passes().planMemory()));
      templates.add(template);
    }
    Expansion.requireTasks(templates, plan.microBatches());
    var messages =
        ReplicaMessages.of(
            templates,
            queues,
            ReplicaExchanges.of(templates, members, how, collective(plan), plan.replication()));
    var posed = new PosedProblems(program, cluster, plan, templates, memory);
    var turns = turns(cluster, plan, schedule, posed, messages.repeatedCount() > 0);
    // An order that sends far ahead of what is taken needs more than one frame to spare.
    for (int spare = 1; ; spare *= 2) {
      var orders = new ArrayList<ReplicaOrder>();
      for (var template : templates) {
        int replica = orders.size();
        orders.add(
            new ReplicaOrder(
                template, turns.get(replica), spare, localDevices(cluster, plan, replica)));
      }
      var ways = new ArrayList<WaysOrder>();
      for (int first = 0;
          isBothWays(schedule, turns.getFirst().problem()) && first < orders.size();
          first += 2) {
        ways.add(new WaysOrder(first, orders.subList(first, first + 2)));
      }
      var graph =
          new Expansion(templates, queues, plan.microBatches(), orders, ways, messages, memory)
              .expand();
      if (graph.isAcyclic()) {
        return new Spread(
            templates, memory, orders, ways, messages, ordersAsForward(schedule, turns), graph);
      }
      if (spare >= plan.microBatches()) {
        throw mutualCircle(turns.stream().map(ReplicaTurns::problem).toList());
      }
    }
  }

  /// What every replica does; two that take the same devices in opposite directions are ordered
  /// together.
  ///
  /// @param inStep whether replicas exchange values within micro-batches
  private static List<ReplicaTurns> turns(
      Cluster cluster, Plan plan, Schedule schedule, PosedProblems posed, boolean inStep) {
    var turns = new ArrayList<ReplicaTurns>();
    var found = new HashMap<ScheduleProblem, List<List<Action>>>();
    for (int replica = 0; replica < plan.replicas(); replica++) {
      var own = posed.of(replica);
      boolean bothWays = isBothWays(schedule, own);
      if (inStep && bothWays) {
        throw ProblemException.of("plan.zero.ways", "", plan.replication().zero(), plan.schedule());
      }
      if (inStep && replica > 0) {
        own = inStep(turns.getFirst().problem(), own, plan);
      }
      var problem = bothWays ? posed.of(replica / 2 * 2).inBothDirections() : own;
      var names = deviceNames(cluster, plan, bothWays ? replica / 2 * 2 : replica);
      checkWhole(schedule, problem, names);
      var order =
          found.computeIfAbsent(problem, _ -> checked(problem, order(schedule, problem), names));
      turns.add(
          bothWays ? ReplicaTurns.oneWay(own, order, replica % 2) : ReplicaTurns.alone(own, order));
    }
    return turns;
  }

  /// Of one that somebody wrote the order as it stands.
  private static List<List<Action>> order(Schedule schedule, ScheduleProblem problem) {
    var order = schedule.order(problem);
    boolean isWritten =
        schedule instanceof ListedSchedule || schedule instanceof InPieces(ListedSchedule _, _);
    return isWritten ? order : DelayedGradients.of(problem, order);
  }

  /// What is wrong with an order of pieces is said of the stages that the plan has.
  private static void checkWhole(Schedule schedule, ScheduleProblem problem, List<String> names) {
    if (schedule instanceof InPieces pieces) {
      var wrong = pieces.check(problem, names);
      if (wrong != null) {
        throw new ProblemException(List.of(wrong));
      }
    }
  }

  private static boolean ordersAsForward(Schedule schedule, List<ReplicaTurns> turns) {
    var forward = Objects.requireNonNull(Schedules.find(Plan.FORWARD));
    return schedule.equals(forward)
        || turns.stream().allMatch(turn -> turn.actions().equals(forward.order(turn.problem())));
  }

  /// Inference passes the devices one way only, each replica by itself.
  private static boolean isBothWays(Schedule schedule, ScheduleProblem problem) {
    return schedule.placement(1) == Placement.BOTH_WAYS && problem.phases().contains(Phase.B);
  }

  /// The problem of the first replica, for one that exchanges values with it within micro-batches:
  /// both take the same actions in the same order.
  private static ScheduleProblem inStep(ScheduleProblem first, ScheduleProblem own, Plan plan) {
    int[] mutual = Precedence.of(first).firstMutual();
    if (mutual.length > 0) {
      throw ProblemException.of(
          "plan.zero.mutual", "", plan.replication().zero(), mutual[0], mutual[1]);
    }
    for (int stage = 0; stage < first.stages().size(); stage++) {
      if (first.stages().get(stage).device() != own.stages().get(stage).device()) {
        throw ProblemException.of("plan.zero.alike", "", plan.replication().zero(), stage);
      }
    }
    return first;
  }

  private static AllReduce collective(Plan plan) {
    return AllReduces.find(plan.collective())
        .orElseThrow(
            () -> new IllegalStateException("A checked plan has collective " + plan.collective()));
  }

  /// An order in which every action can begin, yet stages that feed each other within a micro-batch
  /// are kept apart.
  private static RuntimeException mutualCircle(List<ScheduleProblem> problems) {
    for (var problem : problems) {
      var mutual = Precedence.of(problem).firstMutual();
      if (mutual.length > 0) {
        return ProblemException.of("schedule.mutual.circle", "", mutual[0], mutual[1]);
      }
      var added = Precedence.of(problem).firstAddedBothWays();
      if (added.length > 0) {
        return ProblemException.of("schedule.weights.circle", "", added[0], added[1]);
      }
    }
    return new IllegalStateException("A possible order makes tasks wait in a circle");
  }

  private static List<List<Action>> checked(
      ScheduleProblem problem, List<List<Action>> order, List<String> deviceNames) {
    var wrong = ScheduleCheck.check(problem, order, deviceNames);
    if (wrong != null) {
      throw new ProblemException(List.of(wrong));
    }
    return order;
  }

  /// The device of a stage; of several shards that of the first, which stands for all: they take
  /// the same actions in the same order.
  static int device(Cluster cluster, Plan plan, int stage, int replica) {
    return cluster.indexOf(plan.parts().get(stage).mesh().device(replica, 0));
  }

  /// Place among the devices of a replica, in the order of its stages, of each device of the
  /// cluster, the same for all shards of a stage; -1 for others.
  static int[] localDevices(Cluster cluster, Plan plan, int replica) {
    var local = new int[cluster.devices().size()];
    Arrays.fill(local, -1);
    int next = 0;
    for (var device : devices(cluster, plan, replica)) {
      local[cluster.indexOf(device.id())] = next++;
    }
    for (var part : plan.parts()) {
      for (int shard = 1; shard < part.mesh().shards(); shard++) {
        local[cluster.indexOf(part.mesh().device(replica, shard))] =
            local[cluster.indexOf(part.mesh().device(replica, 0))];
      }
    }
    return local;
  }

  /// The devices of a replica in the order of its stages.
  static List<Device> devices(Cluster cluster, Plan plan, int replica) {
    return IntStream.range(0, plan.parts().size())
        .map(stage -> device(cluster, plan, stage, replica))
        .distinct()
        .mapToObj(device -> cluster.devices().get(device))
        .toList();
  }

  private static List<String> deviceNames(Cluster cluster, Plan plan, int replica) {
    return devices(cluster, plan, replica).stream().map(device -> device.id().name()).toList();
  }
}
