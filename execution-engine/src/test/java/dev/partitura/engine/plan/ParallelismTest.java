package dev.partitura.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParallelismTest {
  /// Ops `Relu`, `Relu_2`, … one behind the other.
  static Network chain(int ops) {
    var b = new NetworkBuilder("chain");
    var x = b.input("x", Shape.of(-1, 4).withSymbol(0, "batch"));
    for (int i = 0; i < ops; i++) {
      x = b.op("Relu", x);
    }
    b.output(x);
    return b.build();
  }

  /// `ops` ops behind the input on each of two branches, and one that joins them.
  static Network branches(int ops) {
    var b = new NetworkBuilder("branches");
    var x = b.input("x", Shape.of(-1, 4).withSymbol(0, "batch"));
    var one = x;
    var other = x;
    for (int i = 0; i < ops; i++) {
      one = b.op("Relu", one);
      other = b.op("Tanh", other);
    }
    b.output(b.op("Add", one, other));
    return b.build();
  }

  /// Parts on meshes such as `0 12`: part 0 on cpu0, part 1 with replicas on cpu1 and cpu2.
  static Plan plan(Network network, String meshes, String parts, int microBatches) {
    var partition = new LinkedHashMap<OpId, Integer>();
    for (int op = 0; op < parts.length(); op++) {
      partition.put(network.ops().get(op).id(), parts.charAt(op) - '0');
    }
    return Plan.of(
        List.of(meshes.split(" ")).stream()
            .map(mesh ->
                Mesh.of(mesh.chars().mapToObj(d -> new DeviceId("cpu" + (char) d)).toList()))
            .toList(),
        partition,
        microBatches);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0000, 1, single",
    "0, 0000, 8, single",
    "0 0, 0011, 1, single",
    "0 0, 0011, 8, single",
    "01, 0000, 1, data",
    "01 01, 0011, 2, data",
    "0 1, 0011, 1, pipeline",
    "0 1, 0011, 8, pipeline",
    "0 1 0, 0012, 1, pipeline",
    "0 1 0 1, 0123, 4, pipeline",
    "0 1, 0010, 1, custom",
    "0 1, 0010, 4, custom",
    "0 1, 1100, 4, custom",
    "0 1, 0000, 4, single",
    "01 23, 0011, 1, pipeline+data",
    "01 23, 0011, 4, pipeline+data",
    "01 10, 0011, 4, pipeline+data",
    "01 23, 0101, 4, custom"
  })
  void partsOfAChain(String meshes, String parts, int microBatches, String strategy) {
    var network = chain(4);
    assertEquals(strategy, Presets.strategy(network, plan(network, meshes, parts, microBatches)));
  }

  /// The ops of [#branches] are numbered by turns: `Relu`, `Tanh`, `Relu_2`, `Tanh_2`, `Add`.
  @ParameterizedTest
  @CsvSource({
    "0 1, 01010, 1, task",
    "0 1, 01011, 1, task",
    "0 1, 01011, 4, pipeline",
    "0 1, 01010, 4, task",
    "0 1, 00111, 4, pipeline",
    "0 1 0, 00112, 1, task",
    "0 1 0, 00112, 4, pipeline",
    "01 23, 01010, 1, custom"
  })
  void partsOfBranches(String meshes, String parts, int microBatches, String strategy) {
    var network = branches(2);
    assertEquals(strategy, Presets.strategy(network, plan(network, meshes, parts, microBatches)));
  }

  @Test
  void towersThatNeverMeetAreBranchesWhateverTheMicroBatches() {
    var b = new NetworkBuilder("towers");
    b.output(b.op("Relu", b.input("x", Shape.of(2, 4))));
    b.output(b.op("Relu", b.input("y", Shape.of(2, 4))));
    var network = b.build();
    assertEquals("task", Presets.strategy(network, plan(network, "0 1", "01", 4)));
  }

  @Test
  void overlapCountsOpsUnderWayAtOnce() {
    var network = branches(2);
    assertEquals(5.0 / 3, Parallelism.of(network, plan(network, "0 1", "01010", 1)).overlap());
    assertEquals(1.0, Parallelism.of(network, plan(network, "0", "00000", 1)).overlap());
    var nothing = Network.empty("nothing");
    assertEquals(1.0, Parallelism.of(nothing, Plan.single(new DeviceId("cpu0"))).overlap());
  }

  @Test
  void whatAPresetLaysIsKnownAgain() {
    var random = new SplittableRandom(5);
    var cluster = Clusters.workers(8);
    for (int round = 0; round < 60; round++) {
      var network =
          round % 2 == 0 ? chain(8 + random.nextInt(40)) : branches(4 + random.nextInt(9));
      var types = TypeInference.infer(network);
      for (var preset : Presets.all()) {
        int devices = Math.max(preset.leastDevices(), 1 + random.nextInt(8));
        var wanted = new PlanPreset(preset, preset.firstDegrees(devices), random.nextInt(2) * 4);
        var plan = Presets.plan(wanted, types, cluster);
        var found = Presets.strategy(network, plan);
        boolean nothingToSpread = preset.name().equals("task") && plan.parts().size() == 1;
        assertEquals(
            nothingToSpread ? "single" : preset.name(), found, wanted + " of " + network.name());
        if (!nothingToSpread) {
          assertEquals(
              wanted.degrees(), preset.degreesOf(Parallelism.of(network, plan)), wanted.toString());
        }
        assertEquals(List.of(), PlanCheck.check(network, types, cluster, plan));
      }
    }
  }

  @Test
  void constantsAreNoWork() {
    var b = new NetworkBuilder("constants");
    var w =
        b.op(
            "Relu",
            b.initializer("w", dev.partitura.engine.tensor.Tensor.ofFloats(new float[4], 4)));
    b.output(b.op("Add", b.op("Relu", b.input("x", Shape.of(2, 4))), w));
    var network = b.build();
    var partition = Map.of(network.ops().getFirst().id(), 1, new OpId("Add"), 1);
    var plan =
        Plan.of(
            List.of(Mesh.of(new DeviceId("cpu0")), Mesh.of(new DeviceId("cpu1"))), partition, 1);
    assertEquals(1.0, Parallelism.of(network, plan).overlap());
    assertEquals("pipeline", Presets.strategy(network, plan));
  }
}
