package dev.partitura.engine.execute.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.plan.Mesh;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Several stages on one device: the outputs, what each device computes, copies only where a stage
/// feeds one on another device, and memory.
class SharedDeviceTest {
  private static final int STAGE_OPS = 2;

  private static Network network(int stages) {
    var b = new NetworkBuilder("chain");
    var x = b.input("x", Shape.of(-1, 32).withSymbol(0, "batch"));
    for (int op = 0; op < stages * STAGE_OPS; op++) {
      x = b.op("Tanh", x);
    }
    b.output(x);
    return b.build();
  }

  private static RunResult run(Network network, Plan plan) {
    var request = new RunRequest(network, Clusters.workers(4), plan, 12, Map.of(), 3, 2, 1);
    var compared =
        new LoweringRunner(new LocalExecutor())
            .runBesideUnsplit(request, new Cancellation(), Progress.NONE);
    assertEquals(Agreement.IDENTICAL, compared.agreement());
    return compared.run();
  }

  /// @param meshes devices of each stage, such as `0 1 0`, with a digit for each replica
  /// @param copies of one micro-batch of each replica
  @ParameterizedTest
  @CsvSource({
    "0 0, 1, 0",
    "0 0, 4, 0",
    "0 1 0, 1, 2",
    "0 1 0, 4, 2",
    "0 1 0 1, 6, 3",
    "0 0 1 1, 3, 1",
    "2 0 0 2, 4, 2",
    "01 10, 3, 1",
    "01 23 01, 2, 2"
  })
  void stagesShareADevice(String meshes, int microBatches, int copies) {
    var devices = List.of(meshes.split(" "));
    var network = network(devices.size());
    var partition = new LinkedHashMap<OpId, Integer>();
    for (int op = 0; op < network.ops().size(); op++) {
      partition.put(network.ops().get(op).id(), op / STAGE_OPS);
    }
    var plan =
        Plan.of(
            devices.stream()
                .map(mesh ->
                    Mesh.of(mesh.chars().mapToObj(d -> new DeviceId("cpu" + (char) d)).toList()))
                .toList(),
            partition,
            microBatches);
    var result = run(network, plan);
    var trace = result.trace();
    assertEquals(plan.devices().size(), trace.tracks().size());
    int copied = 0;
    for (int track = 0; track < trace.tracks().size(); track++) {
      var device = Objects.requireNonNull(trace.tracks().get(track).device());
      var stages = new TreeSet<Integer>();
      for (int span = trace.firstSpan(track); span < trace.endSpan(track); span++) {
        copied += trace.kind(span).moves() ? 1 : 0;
        trace.labels().get(trace.label(span)).ops().forEach(op -> stages.add(plan.partOf(op)));
      }
      var wanted = new ArrayList<Integer>();
      for (int stage = 0; stage < plan.parts().size(); stage++) {
        if (plan.parts().get(stage).mesh().devices().contains(device)) {
          wanted.add(stage);
        }
      }
      assertEquals(wanted, List.copyOf(stages), device.name());
    }
    assertEquals(copies * microBatches * plan.replicas(), copied);
    assertEquals(plan.devices().size(), trace.counters().size());
    for (var counter : trace.counters()) {
      assertTrue(counter.peak() > 0, counter.name());
    }
    var outputs = result.outputs().values().iterator().next().toFloats();
    var alone = run(network, Plan.single(new DeviceId("cpu3")));
    assertArrayEquals(alone.outputs().values().iterator().next().toFloats(), outputs);
  }
}
