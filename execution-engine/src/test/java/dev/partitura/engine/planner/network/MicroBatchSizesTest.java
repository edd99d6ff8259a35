package dev.partitura.engine.planner.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.planner.PlanRequest.Objective;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A planner offers only plans that give what the unsplit network gives.
class MicroBatchSizesTest {
  private static NetworkRequest request(Network network, int samples) {
    return new NetworkRequest(
        network,
        Clusters.workers(2),
        null,
        Objective.THROUGHPUT,
        samples,
        Long.MAX_VALUE,
        Precision.FP32,
        NetworkRequest.USUAL_SIMULATIONS);
  }

  private static NetworkBuilder begun() {
    return new NetworkBuilder("rows");
  }

  private static String open(NetworkBuilder b) {
    return b.input("x", Shape.of(-1, 8).withSymbol(0, "batch"));
  }

  private static Network acrossRows() {
    var b = begun();
    var across = new Attributes(Map.of("axis", new Attribute.IntValue(0)));
    b.output(b.op("Softmax", across, b.op("Relu", open(b))));
    return b.build();
  }

  private static Network ofFourRows() {
    var b = begun();
    var rows = b.initializer("rows", Tensor.ofFloats(new float[32], 4, 8));
    b.output(b.op("Add", b.op("Relu", b.input("x", Shape.of(4, 8))), rows));
    return b.build();
  }

  @Test
  void samplesThatKeepApartAreSplitAtWill() {
    var b = begun();
    b.output(b.op("Relu", open(b)));
    assertEquals(new MicroBatchSizes(List.of(), null), MicroBatchSizes.of(request(b.build(), 16)));
  }

  @Test
  void rowsThatAreTakenTogetherStayTogether() {
    var request = request(acrossRows(), 16);
    assertEquals(List.of(16), MicroBatchSizes.of(request).sizes());
    var plan = NetworkPlanner.plan(request, Progress.NONE, System::nanoTime);
    assertEquals(1, plan.plan().microBatches());
    assertTrue(plan.candidates().stream().allMatch(each -> each.refused() == null));
    assertTrue(plan.alternatives().stream().noneMatch(each -> each.degree().equals("data")));
    assertEquals("micro-batch", plan.binding().getFirst().constraint());
    assertEquals("plan.batch.mixed", plan.binding().getFirst().why().code());
  }

  /// Batches of four rows only: four micro-batches of them, or two replicas.
  @Test
  void aNetworkOfAFixedNumberOfRowsIsPlannedInThose() {
    var request = request(ofFourRows(), 16);
    assertEquals(4, MicroBatchSizes.of(request).least());
    var plan = NetworkPlanner.plan(request, Progress.NONE, System::nanoTime);
    assertTrue(plan.candidates().stream().allMatch(each -> each.refused() == null));
    assertTrue(plan.candidates().stream().anyMatch(each -> each.words().contains("data=2")));
  }

  @Test
  void aBatchThatCannotBeComputedAtAllIsRefused() {
    var refused =
        assertThrows(
            ProblemException.class,
            () -> NetworkPlanner.plan(request(ofFourRows(), 3), Progress.NONE, System::nanoTime));
    assertEquals(1, refused.problems().size());
  }
}
