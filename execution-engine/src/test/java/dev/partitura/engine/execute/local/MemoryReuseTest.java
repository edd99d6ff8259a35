package dev.partitura.engine.execute.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.backend.Backend;
import dev.partitura.engine.backend.catalogue.Backends;
import dev.partitura.engine.backend.reference.ReferenceBackend;
import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.execute.device.LoadedPrograms;
import dev.partitura.engine.execute.device.Runtimes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.plan.Passes;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.task.TaskGraph;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.tensor.Tensor;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Memory is reused only behind those who need it: in every order of the tasks that the edges
/// allow.
class MemoryReuseTest {
  private static final Cluster CLUSTER = Clusters.workers(4);

  private static Lowered lower(Network network, Plan plan, Backend backend) {
    return new Lowering().lower(network, CLUSTER, plan, 12, Map.of(), backend);
  }

  private static List<Backend> backends() {
    return List.of(new ReferenceBackend(), Objects.requireNonNull(Backends.find(DeviceKind.CPU)));
  }

  private static Map<String, Tensor> runInRandomOrder(SplittableRandom random, Lowered lowered) {
    var inputs = MicroBatchInputs.of(lowered.binding(), Map.of(), 3);
    var runtimes = Runtimes.ofThisMachine(new LoadedPrograms(0));
    try (var loaded = LoadedDevices.load(lowered, runtimes);
        var memory = new RunMemory(lowered, loaded, inputs)) {
      var graph = lowered.graph();
      var work = KernelBinding.bind(lowered, loaded, memory);
      lowered.backend().enterWorker();
      memory.fill((byte) 0xff);
      var waiting = graph.predecessorCounts();
      var ready = new int[graph.taskCount()];
      int count = 0;
      for (int task = 0; task < waiting.length; task++) {
        if (waiting[task] == 0) {
          ready[count++] = task;
        }
      }
      while (count > 0) {
        int at = random.nextInt(count);
        int task = ready[at];
        ready[at] = ready[--count];
        work[task].run();
        for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
          if (--waiting[graph.successor(edge)] == 0) {
            ready[count++] = graph.successor(edge);
          }
        }
      }
      return Outputs.gather(lowered, memory);
    }
  }

  @Test
  void anyOrderOfTheTasksGivesTheOutputsOfOneDevice() {
    var random = new SplittableRandom(21);
    for (int round = 0; round < 25; round++) {
      var network = RandomNetworks.network(random, 5 + random.nextInt(40));
      for (var backend : backends()) {
        var expected =
            runInRandomOrder(
                random,
                lower(
                    network,
                    Plan.single(CLUSTER.devices().getFirst().id()).withPasses(Passes.NONE),
                    new ReferenceBackend()));
        var plan =
            RandomNetworks.plan(
                random,
                network,
                CLUSTER,
                1 + round % 2,
                1 + random.nextInt(3) * (round % 2 + 1),
                round % 5 == 0 ? Passes.NONE : Passes.ALL);
        int splits = plan.replicas() * plan.microBatches();
        var outputs =
            runInRandomOrder(
                random,
                lower(network, 12 % splits == 0 ? plan : plan.withMicroBatches(2), backend));
        for (var name : expected.keySet()) {
          var wanted = Objects.requireNonNull(expected.get(name));
          var given = Objects.requireNonNull(outputs.get(name));
          assertEquals(wanted.type(), given.type());
          for (long i = 0; i < wanted.elementCount(); i++) {
            assertEquals(
                wanted.floatAt(i),
                given.floatAt(i),
                1e-4f * (1 + Math.abs(wanted.floatAt(i))),
                "round " + round + ", output " + name);
          }
        }
      }
    }
  }

  @Test
  void valuesThatShareBytesAreNeverAliveTogether() {
    var random = new SplittableRandom(34);
    int shared = 0;
    for (int round = 0; round < 25; round++) {
      var network = RandomNetworks.network(random, 10 + random.nextInt(50));
      var lowered =
          lower(
              network,
              RandomNetworks.plan(random, network, CLUSTER, 1, 2, Passes.ALL),
              backends().get(round % 2));
      var before = ancestors(lowered.graph());
      var places = lowered.places();
      int first = lowered.task(0, 0, 0);
      for (int i = 0; i < places.size(); i++) {
        for (int j = 0; j < i; j++) {
          var one = places.get(i);
          var other = places.get(j);
          boolean overlap =
              one.device() == other.device()
                  && !one.isPinned()
                  && !other.isPinned()
                  && one.offset() < other.offset() + other.sizeBytes()
                  && other.offset() < one.offset() + one.sizeBytes();
          if (overlap) {
            shared++;
            assertTrue(
                allBefore(before, first, one.users(), other.users())
                    || allBefore(before, first, other.users(), one.users()),
                "round " + round);
          }
        }
      }
    }
    assertTrue(shared > 100, "only " + shared + " pairs share memory");
  }

  private static boolean allBefore(BitSet[] before, int first, int[] earlier, int[] later) {
    for (int user : earlier) {
      for (int next : later) {
        if (!before[first + next].get(first + user)) {
          return false;
        }
      }
    }
    return true;
  }

  private static BitSet[] ancestors(TaskGraph graph) {
    var before = new BitSet[graph.taskCount()];
    for (int task = 0; task < before.length; task++) {
      before[task] = new BitSet();
    }
    for (int task : graph.topologicalOrder()) {
      for (int edge = graph.firstEdge(task); edge < graph.endEdge(task); edge++) {
        before[graph.successor(edge)].or(before[task]);
        before[graph.successor(edge)].set(task);
      }
    }
    return before;
  }
}
