package dev.partitura.engine.execute.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.backend.cpu.CpuBackend;
import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.execute.Workload;
import dev.partitura.engine.execute.device.LoadedPrograms;
import dev.partitura.engine.execute.device.NullRuntime;
import dev.partitura.engine.execute.device.Runtimes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.lower.Lowered;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.engine.trace.Track;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Each device of a plan has the runtime of its kind, and must be of this machine if it computes.
@Timeout(60)
class DeviceRuntimesTest {
  private static final Runtimes HERE = Runtimes.ofThisMachine(new LoadedPrograms(0));
  private static final Workload<RunResult> TWICE = new Workload.ClosedRepeats(Map.of(), 1, 0, 2);

  private static Network chain() {
    var b = new NetworkBuilder("chain");
    var x = b.input("x", Shape.of(-1, 4).withSymbol(0, "batch"));
    for (int i = 0; i < 6; i++) {
      x = b.op("Tanh", x);
    }
    b.output(x);
    return b.build();
  }

  /// A CPU worker, and behind it one device of this kind on this host.
  private static Cluster with(DeviceKind kind, String host) {
    var cpu = Clusters.workers(1).devices().getFirst();
    var other = new Device(new DeviceId("other"), kind, host, 0, cpu.memoryBytes(), cpu.speed());
    return new Cluster("mixed", Clusters.workers(1).hosts(), List.of(cpu, other), List.of());
  }

  private static Lowered pipeline(Network network, Cluster cluster) {
    var plan =
        Presets.plan(
            PlanPreset.parse("pipeline=2,micro-batches=4"), TypeInference.infer(network), cluster);
    return new Lowering().lower(network, cluster, plan, 0, Map.of(), new CpuBackend());
  }

  private static RunResult run(Runtimes runtimes, Lowered lowered) {
    return new LocalExecutor(runtimes).run(lowered, TWICE, new Cancellation(), Progress.NONE);
  }

  @Test
  void aDeviceThatWorksOnItsOwnTakesTurnsWithAWorkerAndEachHasItsClock() {
    var here = Clusters.workers(1).devices().getFirst().host();
    var lowered = pipeline(chain(), with(DeviceKind.GPU, here));
    var streaming = new Streaming();
    var result = run(HERE.with(DeviceKind.GPU, streaming), lowered);

    var graph = lowered.graph();
    var trace = result.trace();
    int streamed = 0;
    for (int span = 0; span < trace.spanCount(); span++) {
      var lane = (Track.OfLane) trace.tracks().get(trace.track(span));
      boolean other = lane.device().name().equals("other");
      streamed += other ? 1 : 0;
      assertEquals(
          other,
          trace.durationNanos(span) >= Streaming.TICK_NANOS,
          "span " + span + " on its clock");
    }
    assertEquals(graph.taskCount(), trace.spanCount());
    assertTrue(streamed > 0 && streamed < graph.taskCount());
    assertEquals(2 * streamed, streaming.submitted.get());
    assertEquals(3, streaming.closed.get(), "streams of the three lanes");

    var alone = run(HERE, pipeline(chain(), Clusters.workers(2)));
    alone
        .outputs()
        .forEach((name, wanted) ->
            assertArrayEquals(
                floats(wanted), floats(Objects.requireNonNull(result.outputs().get(name)))));
  }

  private static float[] floats(Tensor tensor) {
    var floats = new float[(int) tensor.elementCount()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = tensor.floatAt(i);
    }
    return floats;
  }

  @Test
  void whatFailsOnAStreamIsToldOfItsOp() {
    var b = new NetworkBuilder("picks");
    var x = b.input("x", Shape.of(4, 4));
    var at = b.input("at", new TensorType(DataType.INT64, Shape.of(4)));
    b.output(b.op("Tanh", b.op("Gather", b.op("Tanh", x), at)));
    var network = b.build();
    var cluster = with(DeviceKind.GPU, Clusters.workers(1).devices().getFirst().host());
    var plan = Plan.single(new DeviceId("other"));
    var lowered = new Lowering().lower(network, cluster, plan, 0, Map.of(), new CpuBackend());
    var far = Tensor.allocate(new TensorType(DataType.INT64, Shape.of(4)));
    IntStream.range(0, 4).forEach(i -> far.setLong(i, 99));
    var workload = new Workload.ClosedRepeats(Map.of("at", far), 1, 0, 2);
    var executor = new LocalExecutor(HERE.with(DeviceKind.GPU, new Streaming()));
    var refusal =
        assertThrows(
            ProblemException.class,
            () -> executor.run(lowered, workload, new Cancellation(), Progress.NONE));
    assertTrue(refusal.getMessage().contains("Gather"), refusal.getMessage());
  }

  @Test
  void aDeviceOfAnotherHostIsRefusedUnlessItIsOnlyImagined() {
    var lowered = pipeline(chain(), with(DeviceKind.CPU, "elsewhere"));
    var refusal = assertThrows(ProblemException.class, () -> run(HERE, lowered));
    var problem = refusal.problems().getFirst();
    assertEquals("run.device.elsewhere", problem.code());
    assertEquals("other", problem.subject());
    assertEquals(1, refusal.problems().size());
    assertTrue(
        problem.message().startsWith("Device other is of host elsewhere, and this is "),
        problem.message());
    assertEquals("Place its stages on devices of this host.", problem.hint());

    var imagined = run(Runtimes.all(new NullRuntime()), lowered);
    assertEquals(lowered.graph().taskCount(), imagined.trace().spanCount());
  }

  @Test
  void aClusterOfOneHostIsThisMachineWhateverItsName() {
    var there = new Device(new DeviceId("cpu0"), DeviceKind.CPU, "where-it-was-saved", 0, 1L << 30);
    var cluster = new Cluster("saved", List.of(), List.of(there), List.of());
    var network = chain();
    var plan = Presets.plan(PlanPreset.parse("single"), TypeInference.infer(network), cluster);
    var result =
        run(HERE, new Lowering().lower(network, cluster, plan, 0, Map.of(), new CpuBackend()));
    assertEquals(1, result.outputs().size());
  }
}
