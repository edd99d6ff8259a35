package dev.partitura.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanCheckTest {
  private static final Cluster TWO = Clusters.workers(2);

  private static Mesh on(String... devices) {
    return Mesh.of(List.of(devices).stream().map(DeviceId::new).toList());
  }

  private static Network relus() {
    var b = new NetworkBuilder("relus");
    b.output(b.op("Relu", b.op("Relu", b.input("x", Shape.of(4, 2)))));
    return b.build();
  }

  private static List<String> codes(Network network, Cluster cluster, Plan plan) {
    return PlanCheck.check(network, TypeInference.infer(network), cluster, plan).stream()
        .map(Problem::code)
        .toList();
  }

  @Test
  void everyProblemIsFoundAtOnce() {
    var plan =
        new Plan(
            List.of(
                new Part(on("cpu0", "cpu7")), new Part(on("cpu1")), new Part(on("cpu1", "cpu1"))),
            Map.of(new OpId("Relu"), 0, new OpId("gone"), 0, new OpId("Relu_2"), 2),
            1,
            "zigzag",
            Passes.ALL);
    assertEquals(
        Set.of(
            "plan.schedule.unknown",
            "plan.device.unknown",
            "plan.device.twice",
            "plan.replicas",
            "plan.op.unknown"),
        new HashSet<>(codes(relus(), TWO, plan)));
  }

  @Test
  void unknownDeviceIsNamedWithThoseThereAre() {
    var plan = Plan.single(new DeviceId("gpu0"));
    var problems = PlanCheck.check(relus(), TypeInference.infer(relus()), TWO, plan);
    assertEquals(
        "Stage 0 is placed on gpu0, which cluster cpu:2 does not have. Use one of cpu0 to cpu1 or a larger cluster.",
        problems.getFirst().sentence());
  }

  @Test
  void twoStagesMayShareADevice() {
    var partition = Map.of(new OpId("Relu_2"), 1);
    assertEquals(
        List.of(), codes(relus(), TWO, Plan.of(List.of(on("cpu0"), on("cpu0")), partition, 2)));
    assertEquals(
        List.of(),
        codes(
            relus(), TWO, Plan.of(List.of(on("cpu0", "cpu1"), on("cpu1", "cpu0")), partition, 2)));
  }

  @Test
  void stagesMayFeedEachOtherInAnyOrder() {
    var backward = Plan.of(List.of(on("cpu0"), on("cpu1")), Map.of(new OpId("Relu"), 1), 1);
    assertEquals(List.of(), codes(relus(), TWO, backward));
  }

  @Test
  void shardsOfTwoStagesLieOnTheSameDevicesOrOnOthers() {
    var four = Clusters.workers(4);
    var partition = Map.of(new OpId("Relu_2"), 1);
    var pair = new Mesh(on("cpu0", "cpu1").devices(), 2);
    var other = new Mesh(on("cpu2", "cpu3").devices(), 2);
    var turned = new Mesh(on("cpu1", "cpu0").devices(), 2);
    assertEquals(List.of(), codes(relus(), four, Plan.of(List.of(pair, pair), partition, 1)));
    assertEquals(List.of(), codes(relus(), four, Plan.of(List.of(pair, other), partition, 1)));
    assertEquals(
        List.of("plan.shards.apart"),
        codes(relus(), four, Plan.of(List.of(pair, turned), partition, 1)));
    assertEquals(
        List.of("plan.sequence.shards"),
        codes(relus(), four, Plan.single(new DeviceId("cpu0")).withSequenceParallel(true)));
  }

  @Test
  void stagesAgreeOnTheReplicas() {
    var plan = Plan.of(List.of(on("cpu0", "cpu1"), on("cpu1")), Map.of(new OpId("Relu_2"), 1), 1);
    assertEquals(
        "Stage 1 and stage 0 differ in their number of replicas, 1 and 2. Give every stage the same number of replicas.",
        PlanCheck.check(relus(), TypeInference.infer(relus()), TWO, plan).getFirst().sentence());
  }

  @Test
  void emptyStageIsIdle() {
    var plan = Plan.of(List.of(on("cpu0"), on("cpu1")), Map.of(), 1);
    assertEquals(List.of(), codes(relus(), TWO, plan));
    assertEquals(1, Parallelism.of(relus(), plan).stages());
  }

  @Test
  void operatorWeLackIsNamedWithItsPlace() {
    var b = new NetworkBuilder("foreign");
    b.output(b.op("Frobnicate", b.input("x", Shape.of(1))));
    var network = b.build();
    var problem =
        PlanCheck.check(
                network, TypeInference.infer(network), TWO, Plan.single(new DeviceId("cpu0")))
            .getFirst();
    assertEquals("op.operator.unknown", problem.code());
    assertEquals("Frobnicate", problem.subject());
    assertTrue(problem.message().contains("uses operator Frobnicate"));
  }

  @Test
  void deviceWithoutMemoryIsRefused() {
    var small =
        new Cluster(
            "small",
            List.of(),
            List.of(new Device(new DeviceId("cpu0"), DeviceKind.CPU, "h", 0, 16)),
            List.of());
    var problems =
        PlanCheck.check(
            relus(), TypeInference.infer(relus()), small, Plan.single(new DeviceId("cpu0")));
    assertEquals("plan.memory", problems.getFirst().code());
    assertEquals("cpu0", problems.getFirst().subject());
  }

  @Test
  void planOfTooManyPartsIsRefusedBeforeItsPartsAreCounted() {
    var stages = Collections.nCopies(1_000_000, on("cpu0"));
    var plan = Plan.of(stages, Map.of(), 1);
    var problems = PlanCheck.check(relus(), TypeInference.infer(relus()), TWO, plan);
    assertEquals(
        List.of("The plan has 1000000 stages, more than the 4096 that can be run."),
        problems.stream().map(Problem::message).toList());
  }

  @Test
  void weightsThatReplicasOfTwoStagesShareAreCountedOnce() {
    var b = new NetworkBuilder("weights");
    var w = b.initializer("w", Tensor.ofFloats(new float[256], 16, 16));
    b.output(b.op("MatMul", b.op("MatMul", b.input("x", Shape.of(2, 16)), w), w));
    var crossed =
        Plan.of(
            List.of(on("cpu0", "cpu1"), on("cpu1", "cpu0")), Map.of(new OpId("MatMul_2"), 1), 1);
    var devices =
        TWO.devices().stream()
            .map(device -> new Device(device.id(), DeviceKind.CPU, "h", 0, 1024 + 128))
            .toList();
    assertEquals(
        List.of(), codes(b.build(), new Cluster("tight", List.of(), devices, List.of()), crossed));
  }

  @Test
  void manyProblemsAreCutShort() {
    var partition = new HashMap<OpId, Integer>();
    for (int i = 0; i < 1000; i++) {
      partition.put(new OpId("gone" + i), 0);
    }
    var plan = Plan.of(List.of(on("cpu0")), partition, 1);
    var problems = PlanCheck.check(relus(), TypeInference.infer(relus()), TWO, plan);
    assertEquals(101, problems.size());
    assertEquals("There are 900 more problems.", problems.getLast().message());
  }
}
