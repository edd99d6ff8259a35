package dev.partitura.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchSplittingTest {
  private static final Shape IMAGES = Shape.of(-1, 64, 8, 8).withSymbol(0, "batch");

  @Test
  void weightsMadeByAnOpDoNotJoinSamples() {
    var b = new NetworkBuilder("constant-made weights");
    var images = b.input("images", IMAGES);
    var value =
        new Attributes(
            Map.of("value", new Attribute.TensorValue(Tensor.ofFloats(new float[] {0.01f}, 1))));
    var size = b.initializer("size", Tensor.ofLongs(new long[] {64, 64, 3, 3}, 4));
    b.output(b.op("Conv", images, b.op("ConstantOfShape", value, size)));
    assertEquals(List.of(), problems(b.build()));
  }

  @Test
  void weightsThatDependOnTheInputJoinSamples() {
    var b = new NetworkBuilder("input-made weights");
    var images = b.input("images", IMAGES);
    var kernels = b.input("kernels", Shape.of(64, 64, 3, 3));
    b.output(b.op("Conv", images, b.op("Relu", kernels)));
    assertTrue(
        problems(b.build()).stream()
            .anyMatch(problem -> problem.code().equals("plan.batch.mixed")));
  }

  private static List<Problem> problems(Network network) {
    var cluster = Clusters.workers(2);
    var types = TypeInference.infer(network);
    return PlanCheck.check(
        network, types, cluster, Presets.plan(PlanPreset.parse("data=2"), types, cluster));
  }
}
