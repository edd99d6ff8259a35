package dev.partitura.engine.plan;

import static dev.partitura.engine.plan.ParallelismTest.branches;
import static dev.partitura.engine.plan.ParallelismTest.chain;
import static dev.partitura.engine.plan.ParallelismTest.plan;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaintingTest {
  private static final Cluster CLUSTER = Clusters.workers(5);

  private static Plan paint(Network network, Plan plan, Set<Integer> ops, int device) {
    var ids = new LinkedHashSet<OpId>();
    ops.forEach(op -> ids.add(network.ops().get(op).id()));
    return Painting.paint(network, CLUSTER, plan, ids, new DeviceId("cpu" + device));
  }

  /// As [ParallelismTest#plan] takes it: meshes, parts of the ops.
  private static String text(Network network, Plan plan) {
    var text = new StringBuilder();
    for (var part : plan.parts()) {
      part.mesh().devices().forEach(device -> text.append(device.name().substring(3)));
      text.append(' ');
    }
    text.append(':').append(' ');
    network.ops().forEach(op -> text.append(plan.partOf(op.id())));
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource({
    // The last ops go to a part of their own, the first to one before.
    "0, 0000, 23, 1, 0 1 : 0011",
    "0, 0000, 01, 1, 1 0 : 0011",
    // A neighbour on the device is joined, from either side.
    "0 1, 0011, 1, 1, 0 1 : 0111",
    "0 1, 0011, 2, 0, 0 1 : 0001",
    // A part that is painted whole moves, and is one with its neighbour.
    "0 1, 0011, 23, 2, 0 2 : 0011",
    "0 1, 0011, 23, 0, 0 : 0000",
    "0 1, 0011, 01, 1, 1 : 0000",
    // Two stages that share a device stay stages.
    "0 1 2, 0012, 3, 0, 0 1 0 : 0012",
    "0 1 2 3, 0123, 3, 1, 0 1 2 1 : 0123",
    "0 1, 0011, 3, 0, 0 1 0 : 0012",
    // Ops in the midst of a stage leave two parts that feed each other.
    "0, 0000, 1, 1, 0 1 : 0100",
    "0 1 0, 0012, 0, 1, 1 0 1 0 : 0123",
    // Replicas: the device stands for its mesh.
    "01 23, 0011, 1, 3, 01 23 : 0111",
    "01 23, 0011, 1, 1, 01 23 : 0011",
    "01, 0000, 23, 3, 01 32 : 0011",
    "01, 0000, 0123, 4, 42 : 0000"
  })
  void partsOfAChainArePainted(
      String meshes, String parts, String ops, int device, String painted) {
    var network = chain(4);
    var before = plan(network, meshes, parts, 3).withPasses(Passes.NONE);
    var painting = new LinkedHashSet<Integer>();
    ops.chars().forEach(op -> painting.add(op - '0'));
    var after = paint(network, before, painting, device);
    assertEquals(painted, text(network, after));
    assertEquals(before.replicas(), after.replicas());
    assertEquals(3, after.microBatches());
    assertEquals(Passes.NONE, after.passes());
  }

  @Test
  void aBranchIsPaintedAsOnePart() {
    var network = branches(2);
    var plan = plan(network, "0", "00000", 1);
    plan = paint(network, plan, Set.of(3), 1);
    plan = paint(network, plan, Set.of(1), 1);
    assertEquals("1 0 : 10101", text(network, plan));
    assertEquals("task", Presets.strategy(network, plan));
  }

  @ParameterizedTest
  @CsvSource({
    // A part painted whole, one of whose ops leaves, one that joins its neighbour.
    "0 1, 0011, NONE FULL, 23, 2, NONE FULL",
    "0 1, 0011, FULL SELECTIVE, 01, 3, FULL SELECTIVE",
    "0 1, 0011, SELECTIVE NONE, 0, 2, SELECTIVE SELECTIVE NONE",
    "0 1, 0011, FULL NONE, 01, 1, FULL",
    "0 1, 0011, NONE FULL, 1, 1, NONE FULL",
    // Two stages of one device each keep their own.
    "0 1 0, 0012, FULL NONE SELECTIVE, 2, 3, FULL NONE SELECTIVE",
    // An op before its own device's part of another kind.
    "0 1 0, 0012, FULL NONE SELECTIVE, 0, 1, FULL FULL NONE SELECTIVE"
  })
  void whatIsDoneAgainOnTheWayBackGoesWithTheOps(
      String meshes, String parts, String words, String ops, int device, String painted) {
    var network = chain(4);
    var before = plan(network, meshes, parts, 3);
    var given = words.split(" ");
    var marked = new ArrayList<Part>();
    for (var part : before.parts()) {
      marked.add(part.with(Recompute.valueOf(given[marked.size()])));
    }
    var partition = new LinkedHashMap<OpId, Integer>();
    network.ops().forEach(op -> partition.put(op.id(), before.partOf(op.id())));
    var painting = new LinkedHashSet<Integer>();
    ops.chars().forEach(op -> painting.add(op - '0'));
    var after = paint(network, before.with(marked, partition), painting, device);
    assertEquals(
        painted,
        after.parts().stream().map(part -> part.recompute().name()).collect(joining(" ")),
        text(network, after));
  }

  @Test
  void whatRunsThereAlreadyIsLeftAlone() {
    var network = chain(4);
    var plan = plan(network, "01 23", "0011", 2);
    assertSame(plan, paint(network, plan, Set.of(0, 1), 1));
    assertSame(plan, paint(network, plan, Set.of(), 4));
  }

  @Test
  void replicasNeedAsManyFreeDevices() {
    var network = chain(4);
    var refused =
        assertThrows(
            ProblemException.class,
            () -> paint(network, plan(network, "01 23", "0011", 1), Set.of(0), 4));
    assertEquals(
        "The ops need 2 devices, one for each replica, but free are only cpu4."
            + " Use a larger cluster or fewer replicas.",
        refused.getMessage());
  }

  @Test
  void everyPaintedPlanPassesTheCheckAndTheOpsAreWhereTheyWerePainted() {
    var random = new SplittableRandom(8);
    for (int round = 0; round < 300; round++) {
      var network = round % 2 == 0 ? chain(9) : branches(5);
      var types = TypeInference.infer(network);
      int replicas = 1 + random.nextInt(2);
      var meshes = List.of("0", "01").get(replicas - 1);
      var plan = plan(network, meshes, "0".repeat(network.ops().size()), 2);
      for (int stroke = 0; stroke < 8; stroke++) {
        var ops = new LinkedHashSet<OpId>();
        network.ops().stream().filter(_ -> random.nextInt(3) == 0).forEach(op -> ops.add(op.id()));
        var device = new DeviceId("cpu" + random.nextInt(4));
        var before = plan;
        plan = Painting.paint(network, CLUSTER, plan, ops, device);
        assertEquals(List.of(), PlanCheck.check(network, types, CLUSTER, plan));
        assertEquals(replicas, plan.replicas());
        assertEquals(2, plan.microBatches());
        for (var op : network.ops()) {
          boolean painted = ops.contains(op.id());
          assertTrue(
              painted
                  ? plan.meshOf(op.id()).devices().contains(device)
                  : plan.meshOf(op.id()).equals(before.meshOf(op.id())),
              op.id() + " of " + text(network, before) + " painted to " + text(network, plan));
        }
        assertNoPartIsEmpty(network, plan);
      }
    }
  }

  private static void assertNoPartIsEmpty(Network network, Plan plan) {
    var used =
        new ArrayList<>(
            new LinkedHashSet<>(
                network.ops().stream().map(op -> plan.partOf(op.id())).sorted().toList()));
    assertEquals(plan.parts().size(), used.size(), text(network, plan));
  }
}
