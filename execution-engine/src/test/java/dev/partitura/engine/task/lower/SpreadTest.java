package dev.partitura.engine.task.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.backend.Program;
import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.plan.Mesh;
import dev.partitura.engine.plan.Part;
import dev.partitura.engine.plan.Passes;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.schedule.Action;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.plan.schedule.Precedence;
import dev.partitura.engine.plan.schedule.Schedule;
import dev.partitura.engine.plan.schedule.ScheduleProblem;
import dev.partitura.engine.plan.schedule.Schedules;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.EdgeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
  private static Spread spread(
      Program program, int[] deviceOfStage, int microBatches, Schedule schedule) {
    int devices = Arrays.stream(deviceOfStage).max().orElse(0) + 1;
    return spread(program, Clusters.workers(devices), deviceOfStage, microBatches, schedule);
  }

  private static Spread spread(
      Program program, Cluster cluster, int[] deviceOfStage, int microBatches, Schedule schedule) {
    var stages =
        Arrays.stream(deviceOfStage)
            .mapToObj(device -> new Part(Mesh.of(cluster.devices().get(device).id())))
            .toList();
    var plan = new Plan(stages, Map.of(), microBatches, schedule.name(), Passes.ALL);
    return Spread.of(program, cluster, plan, schedule);
  }

  private static Schedule listed(String text) {
    return Objects.requireNonNull(Schedules.find(text));
  }

  /// The micro-batches that the compute tasks of a device must come in, by what waits for what.
  private static List<Integer> microBatchesOn(Spread spread, int device) {
    var graph = spread.graph();
    var came = new ArrayList<Integer>();
    for (int task : graph.topologicalOrder()) {
      if (graph.device(task) == device
          && graph.kind(task).computes()
          && !came.contains(graph.microBatch(task))) {
        came.add(graph.microBatch(task));
      }
    }
    return came;
  }

  @Test
  void theScheduleDecidesTheOrder() {
    var program = FakePrograms.chain(6, 2);
    int[] devices = {0, 1};
    var forward = spread(program, devices, 4, listed(Schedules.FORWARD));
    var reversed = spread(program, devices, 4, listed("0F3 0F2 0F1 0F0; 1F3 1F2 1F1 1F0"));
    assertEquals(List.of(0, 1, 2, 3), microBatchesOn(forward, 1));
    assertEquals(List.of(3, 2, 1, 0), microBatchesOn(reversed, 0));
    assertEquals(List.of(3, 2, 1, 0), microBatchesOn(reversed, 1));
    assertNull(forward.graph().taskOfRank());
    int last = reversed.graph().taskCount() - 1;
    assertEquals(3, reversed.graph().microBatch(last));
    assertTrue(reversed.graph().rank(last) < reversed.graph().rank(0));
  }

  @Test
  void framesFollowFromWhatIsUnderWay() {
    var program = FakePrograms.chain(6, 2);
    var alone = spread(program, new int[] {0, 0}, 8, listed(Schedules.FORWARD));
    assertEquals(1, alone.orders().getFirst().frames(0));
    var pipeline = spread(program, new int[] {0, 1}, 8, listed(Schedules.FORWARD));
    assertEquals(2, pipeline.orders().getFirst().frames(0));
    assertEquals(2, pipeline.orders().getFirst().frames(1));
    var looped =
        spread(
            FakePrograms.chain(6, 3),
            new int[] {0, 1, 0},
            4,
            listed("0F0 0F1 0F2 2F0 2F1 0F3 2F2 2F3; 1F0 1F1 1F2 1F3"));
    assertEquals(4, looped.orders().getFirst().frames(0));
    assertEquals(2, looped.orders().getFirst().frames(1));
    // Micro-batches 0 to 2 are sent before 3, which is taken first.
    var crossed =
        spread(
            program,
            new int[] {0, 1},
            8,
            listed("0F0 0F1 0F2 0F3 0F4 0F5 0F6 0F7; 1F3 1F0 1F1 1F2 1F4 1F5 1F6 1F7"));
    assertEquals(3, crossed.orders().getFirst().frames(1));
  }

  @Test
  void aScheduleHoldsBackWhatADeviceHasNoMemoryFor() {
    var program = FakePrograms.chain(8, 4);
    int[] devices = {0, 1, 0, 1};
    var wide = spread(program, devices, 8, listed("longest-path"));
    assertTrue(wide.orders().getFirst().frames(0) > 2);
    var sizes = wide.memory().getFirst();
    long enough = 2 * sizes.frame()[0] + sizes.workspace()[0];
    var narrow = spread(program, withMemory(enough), devices, 8, listed("longest-path"));
    assertEquals(2, narrow.orders().getFirst().frames(0), "one under way, one that is received");
  }

  /// Two workers, the first with so much memory.
  private static Cluster withMemory(long bytes) {
    var cluster = Clusters.workers(2);
    var first = cluster.devices().getFirst();
    return new Cluster(
        cluster.name(),
        cluster.hosts(),
        List.of(
            new Device(first.id(), first.kind(), first.host(), first.core(), bytes, first.speed()),
            cluster.devices().get(1)),
        cluster.links());
  }

  @Test
  void anImpossibleScheduleIsRefused() {
    var refused =
        assertThrows(
            ProblemException.class,
            () ->
                spread(
                    FakePrograms.chain(6, 3),
                    new int[] {0, 1, 0},
                    2,
                    listed("0F0 2F1 0F1 2F0; 1F0 1F1")));
    assertEquals("schedule.circle", refused.problems().getFirst().code());
  }

  /// Takes at random any action whose needs are done.
  private record AnyOrder(RandomGenerator random) implements Schedule {
    @Override
    public String name() {
      return "any";
    }

    @Override
    public List<List<Action>> order(ScheduleProblem problem) {
      var precedence = Precedence.of(problem);
      var orders = new ArrayList<List<Action>>();
      for (int device = 0; device < problem.devices(); device++) {
        orders.add(new ArrayList<>());
      }
      var left = new ArrayList<Action>();
      for (int stage = 0; stage < problem.stages().size(); stage++) {
        for (int microBatch = 0; microBatch < problem.microBatches(); microBatch++) {
          left.add(new Action(stage, Phase.F, microBatch));
        }
      }
      var done = new HashSet<Action>();
      while (!left.isEmpty()) {
        var action = left.get(random.nextInt(left.size()));
        boolean ready =
            Arrays.stream(precedence.before(Precedence.kind(action.stage(), Phase.F)))
                .allMatch(kind ->
                    done.stream()
                        .anyMatch(other ->
                            other.microBatch() == action.microBatch()
                                && Precedence.kind(other.stage(), Phase.F) == kind));
        if (ready) {
          left.remove(action);
          done.add(action);
          orders.get(problem.stages().get(action.stage()).device()).add(action);
        }
      }
      return orders;
    }
  }

  @Test
  void everyPossibleOrderRunsToItsEndWithoutSharingAFrame() {
    for (int seed = 0; seed < 400; seed++) {
      var random = new SplittableRandom(seed);
      int stages = 1 + random.nextInt(5);
      int devices = 1 + random.nextInt(stages);
      var deviceOfStage =
          IntStream.range(0, stages)
              .map(stage -> stage < devices ? stage : random.nextInt(devices))
              .toArray();
      int microBatches = 1 + random.nextInt(7);
      var program = FakePrograms.random(random, stages + random.nextInt(12), stages);
      var spread = spread(program, deviceOfStage, microBatches, new AnyOrder(random));
      assertFramesAreNotShared(spread, random, "seed " + seed);
    }
  }

  /// Runs the tasks in some order that the edges allow and looks who is in a frame.
  private static void assertFramesAreNotShared(
      Spread spread, RandomGenerator random, String where) {
    var graph = spread.graph();
    var order = spread.orders().getFirst();
    var template = spread.templates().getFirst();
    var waiting = graph.predecessorCounts();
    var ready = new ArrayList<Integer>();
    var left = new java.util.HashMap<List<Integer>, Integer>();
    var holder = new java.util.HashMap<List<Integer>, Integer>();
    for (int task = 0; task < graph.taskCount(); task++) {
      for (int device : devices(spread, template, task)) {
        left.merge(List.of(device, graph.microBatch(task)), 1, Integer::sum);
      }
      if (waiting[task] == 0) {
        ready.add(task);
      }
    }
    int ran = 0;
    while (!ready.isEmpty()) {
      Collections.swap(ready, random.nextInt(ready.size()), ready.size() - 1);
      int task = ready.removeLast();
      ran++;
      int microBatch = graph.microBatch(task);
      for (int device : devices(spread, template, task)) {
        var frame = List.of(device, order.frame(device, microBatch));
        assertEquals(microBatch, holder.computeIfAbsent(frame, _ -> microBatch), where);
        if (left.merge(List.of(device, microBatch), -1, Integer::sum) == 0) {
          holder.remove(frame);
        }
      }
      for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
        if (--waiting[graph.successor(edge)] == 0) {
          ready.add(graph.successor(edge));
        }
      }
    }
    assertEquals(graph.taskCount(), ran, where);
  }

  /// Devices whose frame a task touches.
  private static Set<Integer> devices(Spread spread, ReplicaTemplate template, int task) {
    int node = task % template.nodeCount();
    var touched = new HashSet<Integer>();
    for (var storage : template.storages()) {
      for (int access = 0; !storage.pinned && access < storage.accessCount(); access++) {
        if (storage.node(access) == node) {
          touched.add(storage.device);
        }
      }
    }
    return touched;
  }

  @Test
  void tenMillionTasksAreExpandedAndWalked() {
    int microBatches = 99_000;
    var spread =
        spread(FakePrograms.chain(100, 2), new int[] {0, 1}, microBatches, listed("forward"));
    var graph = spread.graph();
    assertEquals(101 * microBatches, graph.taskCount());
    long into = 0;
    long order = 0;
    for (int task = 0; task < graph.taskCount(); task++) {
      into += graph.predecessorCount(task);
      for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
        order += graph.edgeKind(edge) == EdgeKind.ORDER ? 1 : 0;
      }
    }
    assertEquals(graph.edgeCount(), into);
    assertEquals(2L * (microBatches - 1), order);
  }
}
