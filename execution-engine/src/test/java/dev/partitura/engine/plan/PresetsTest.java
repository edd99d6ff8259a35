package dev.partitura.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.Topology;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PresetsTest {
  private static final Cluster FOUR = Clusters.workers(4);

  private static Plan plan(String preset, Network network) {
    var plan = Presets.plan(PlanPreset.parse(preset), TypeInference.infer(network), FOUR);
    assertEquals(List.of(), PlanCheck.check(network, TypeInference.infer(network), FOUR, plan));
    return plan;
  }

  private static String linear(NetworkBuilder b, String x, int in, int out) {
    return b.op(
        "MatMul", x, b.initializer("w", Tensor.allocate(TensorType.of(DataType.FLOAT, in, out))));
  }

  private static Network layers(int count, int width) {
    var b = new NetworkBuilder("layers");
    var x = b.input("x", Shape.of(-1, width).withSymbol(0, "batch"));
    for (int i = 0; i < count; i++) {
      x = b.op("Relu", linear(b, x, width, width));
    }
    b.output(x);
    return b.build();
  }

  @Test
  void equalLayersAreCutIntoEqualStages() {
    var network = layers(8, 512);
    var plan = plan("pipeline=4", network);
    for (int stage = 0; stage < 4; stage++) {
      int own = stage;
      assertEquals(4, network.ops().stream().filter(op -> plan.partOf(op.id()) == own).count());
    }
    assertEquals(16, plan.microBatches());
  }

  @Test
  void schedulesThatInterleaveGetTheirChunks() {
    var network = layers(8, 16);
    for (var schedule : List.of("interleaved-1f1b", "breadth-first", "interleaved-1f1b-overlap")) {
      assertEquals(4, plan("pipeline=2,schedule=" + schedule, network).parts().size(), schedule);
      assertEquals(
          2, plan("pipeline=2,chunks=1,schedule=" + schedule, network).parts().size(), schedule);
      assertEquals(1, plan("pipeline=1,schedule=" + schedule, network).parts().size(), schedule);
    }
    assertEquals(2, plan("pipeline=2,schedule=1f1b", network).parts().size());
  }

  @Test
  void stagesFollowTheDataAndDoNotSplitALayerFromItsActivation() {
    var network = layers(7, 256);
    var plan = plan("pipeline=3,micro-batches=2", network);
    var topology = Topology.of(network);
    for (var op : network.ops()) {
      for (var input : op.inputs()) {
        int producer = topology.producer(input);
        if (producer >= 0) {
          var before = network.ops().get(producer);
          assertTrue(plan.partOf(before.id()) <= plan.partOf(op.id()));
          assertTrue(!op.type().equals("Relu") || plan.partOf(before.id()) == plan.partOf(op.id()));
        }
      }
    }
  }

  @Test
  void heavyLayerGetsAStageOfItsOwn() {
    var b = new NetworkBuilder("uneven");
    var x = b.input("x", Shape.of(64, 128));
    x = linear(b, x, 128, 128);
    x = linear(b, x, 128, 4096);
    x = linear(b, x, 4096, 128);
    x = linear(b, x, 128, 128);
    b.output(x);
    var network = b.build();
    var plan = plan("pipeline=2", network);
    assertEquals(
        List.of(0, 0, 1, 1), network.ops().stream().map(op -> plan.partOf(op.id())).toList());
  }

  @Test
  void branchesGoToDifferentWorkersAndChainsStayWhole() {
    var b = new NetworkBuilder("branches");
    var x = b.input("x", Shape.of(64, 512));
    var one = linear(b, linear(b, x, 512, 512), 512, 512);
    var other = linear(b, linear(b, x, 512, 512), 512, 512);
    b.output(b.op("Add", one, other));
    var network = b.build();
    var plan = plan("task=2", network);
    var stages = network.ops().stream().map(op -> plan.partOf(op.id())).toList();
    assertEquals(stages.get(0), stages.get(1));
    assertEquals(stages.get(2), stages.get(3));
    assertEquals(2, new HashSet<>(stages).size());
  }

  @Test
  void chainStaysOnOneWorkerUnderTask() {
    assertEquals(1, plan("task=4", layers(6, 128)).parts().size());
  }

  @Test
  void replicasOfAPipelineUseDevicesOfTheirOwn() {
    var plan = plan("pipeline=2,data=2", layers(4, 64));
    assertEquals(
        "[[cpu0, cpu2], [cpu1, cpu3]]",
        plan.parts().stream().map(part -> part.mesh().devices()).toList().toString());
    assertEquals(2, plan.replicas());
  }

  @Test
  void tooFewDevicesOrOpsAreRefusedWithAWayOut() {
    var devices = assertThrows(ProblemException.class, () -> plan("data=5", layers(2, 8)));
    assertEquals(
        "Plan data=5 needs 5 devices but cluster cpu:4 has 4. Use a larger cluster, such as cpu:5, or fewer stages and replicas.",
        devices.getMessage());
    var many = assertThrows(ProblemException.class, () -> plan("data=300", layers(2, 8)));
    assertEquals(
        "Plan data=300 needs 300 devices but cluster cpu:4 has 4. Use fewer stages and replicas: a cluster has at most 256 workers.",
        many.getMessage());
    var ops = assertThrows(ProblemException.class, () -> plan("pipeline=3", layers(1, 8)));
    assertEquals(
        "A network of 2 ops cannot be cut into 3 stages. Use at most 2 stages.", ops.getMessage());
  }

  @Test
  void constantsStandWithTheirReader() {
    var b = new NetworkBuilder("constants");
    var shape =
        b.op(
            "Constant",
            Attributes.NONE.with(
                "value", new Attribute.TensorValue(Tensor.ofLongs(new long[] {64, 16, 8}, 3))));
    var x = b.input("x", Shape.of(64, 128));
    x = linear(b, x, 128, 128);
    b.output(b.op("Relu", b.op("Reshape", x, shape)));
    var network = b.build();
    var plan = plan("pipeline=2", network);
    assertEquals(plan.partOf(network.ops().get(2).id()), plan.partOf(network.ops().get(0).id()));
  }
}
