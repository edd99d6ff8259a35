package dev.partitura.engine.execute.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.plan.Mesh;
import dev.partitura.engine.plan.Part;
import dev.partitura.engine.plan.Passes;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.PlanFile;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.trace.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScheduleRunTest {
  private static final int STAGE_OPS = 3;

  /// As many stages as given, of three ops each.
  private static Network network(int stages) {
    var b = new NetworkBuilder("chain");
    var x = b.input("x", Shape.of(-1, 4).withSymbol(0, "batch"));
    for (int i = 0; i < stages * STAGE_OPS; i++) {
      x = b.op("Tanh", x);
    }
    b.output(x);
    return b.build();
  }

  private static RunResult run(String schedule, int microBatches, int... deviceOfStage) {
    var cluster = Clusters.workers(2);
    var network = network(deviceOfStage.length);
    var partition = new LinkedHashMap<OpId, Integer>();
    for (int op = 0; op < network.ops().size(); op++) {
      partition.put(network.ops().get(op).id(), op / STAGE_OPS);
    }
    var stages =
        Arrays.stream(deviceOfStage)
            .mapToObj(device -> new Part(Mesh.of(cluster.devices().get(device).id())))
            .toList();
    var plan = new Plan(stages, partition, microBatches, schedule, Passes.ALL);
    var read = PlanFile.read(PlanFile.write(plan), "plan");
    assertEquals(plan, read);
    return new LoweringRunner(new LocalExecutor())
        .run(
            new RunRequest(network, cluster, read, microBatches, Map.of(), 3, 2, 0),
            new Cancellation(),
            Progress.NONE);
  }

  private static float[] output(RunResult result) {
    return result.outputs().values().iterator().next().toFloats();
  }

  /// What a device computed, as stage and micro-batch, each time another begins.
  private static List<String> computed(RunResult result, int device) {
    var seen = new ArrayList<String>();
    var trace = result.trace();
    for (int span = trace.firstSpan(device); span < trace.endSpan(device); span++) {
      if (trace.kind(span).computes()) {
        var action = stage(result, trace, span) + "F" + trace.microBatch(span);
        if (seen.isEmpty() || !seen.getLast().equals(action)) {
          seen.add(action);
        }
      }
    }
    return seen;
  }

  private static int stage(RunResult result, Trace trace, int span) {
    return result.graph().template(trace.task(span)).stage();
  }

  @Test
  void aScheduleThatReversesTheMicroBatchesReversesTheTrace() {
    var forward = run(Plan.FORWARD, 5, 0, 1);
    var reversed = run("0F4 0F3 0F2 0F1 0F0; 1F4 1F3 1F2 1F1 1F0", 5, 0, 1);
    for (int device = 0; device < 2; device++) {
      int stage = device;
      assertEquals(
          IntStream.range(0, 5).mapToObj(i -> stage + "F" + i).toList(), computed(forward, device));
      assertEquals(computed(forward, device).reversed(), computed(reversed, device));
    }
    assertArrayEquals(output(forward), output(reversed));
  }

  @Test
  void aScheduleInterleavesTheStagesOfADevice() {
    var order = "0F0 0F1 2F0 0F2 2F1 0F3 2F2 2F3";
    var interleaved = run(order + "; 1F0 1F1 1F2 1F3", 4, 0, 1, 0);
    assertEquals(List.of(order.split(" ")), computed(interleaved, 0));
    assertEquals(List.of("1F0", "1F1", "1F2", "1F3"), computed(interleaved, 1));
    var other = run("0F0 0F1 0F2 0F3 2F3 2F2 2F1 2F0; 1F3 1F0 1F1 1F2", 4, 0, 1, 0);
    assertEquals(List.of("1F3", "1F0", "1F1", "1F2"), computed(other, 1));
    assertArrayEquals(output(interleaved), output(other));
  }

  @Test
  void anImpossibleScheduleIsRefusedBeforeAnythingRuns() {
    var refused =
        assertThrows(ProblemException.class, () -> run("0F0 2F1 0F1 2F0; 1F0 1F1", 2, 0, 1, 0));
    assertEquals("schedule.circle", refused.problems().getFirst().code());
    assertEquals(
        "2F1 can never begin: it needs 1F1, which needs 0F1, which cpu0 takes behind 2F1.",
        refused.problems().getFirst().message());
    var unknown = assertThrows(ProblemException.class, () -> run("sideways", 2, 0, 1));
    assertEquals("plan.schedule.unknown", unknown.problems().getFirst().code());
  }
}
