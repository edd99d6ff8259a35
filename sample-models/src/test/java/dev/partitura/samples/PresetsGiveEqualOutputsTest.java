package dev.partitura.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.CriticalPath;
import dev.partitura.engine.analysis.DeviceUse;
import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.analysis.WorkSpan;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.OutputComparison;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.Passes;
import dev.partitura.engine.plan.PlanCheck;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every plan computes what one device computes: bit for bit where the arithmetic has the same
/// order, which is where its micro-batches have the size of the single run's batch; else within
/// rounding.
class PresetsGiveEqualOutputsTest {
  private static final int BATCH = 4;

  static List<String> samples() {
    return SampleModels.all().stream().map(Sample::name).toList();
  }

  private static RunResult run(
      Network network, String preset, int workers, int batch, Passes passes) {
    var cluster = Clusters.workers(workers);
    var plan =
        Presets.plan(PlanPreset.parse(preset), TypeInference.infer(network), cluster)
            .withPasses(passes);
    return new LoweringRunner(new LocalExecutor())
        .run(
            new RunRequest(network, cluster, plan, batch, Map.of(), 11, 1, 0),
            new Cancellation(),
            Progress.NONE);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everyPresetEqualsTheSingleRun(String sample) {
    var network = SampleModels.network(sample);
    var single = run(network, "single", 1, BATCH, Passes.ALL);
    for (var preset :
        List.of(
            "single,micro-batches=4",
            "task=2",
            "task=3",
            "data=2",
            "data=2,micro-batches=2",
            "pipeline=2,micro-batches=4",
            "pipeline=3,micro-batches=2",
            "pipeline=2,data=2,micro-batches=2",
            "tensor=2",
            "tensor=4",
            "pipeline=2,tensor=2,micro-batches=2",
            "pipeline=1,micro-batches=2",
            "pipeline=1,data=1,tensor=1",
            "task=1")) {
      var result = run(network, preset, 4, BATCH, Passes.ALL);
      assertAgree(network, single, result, preset.startsWith("task"), preset);
      assertTimesAddUp(result);
    }
  }

  /// A plan is known by what it is: a preset that finds no branch worth a device is `single`.
  @ParameterizedTest
  @MethodSource("samples")
  void everyPresetPassesTheCheckAndIsKnownAgain(String sample) {
    var network = SampleModels.network(sample);
    var cluster = Clusters.workers(4);
    var types = OpenAxes.types(network, 1);
    for (var preset :
        List.of(
            "single",
            "task=2",
            "task=3",
            "task",
            "data=2",
            "data",
            "pipeline=2",
            "pipeline=2,micro-batches=1",
            "pipeline=3,micro-batches=2",
            "pipeline=2,data=2")) {
      var wanted = PlanPreset.parse(preset);
      var plan = Presets.plan(wanted, types, cluster);
      assertEquals(List.of(), PlanCheck.check(network, types, cluster, plan), preset);
      boolean alone = preset.startsWith("task") && plan.parts().size() == 1;
      assertEquals(
          alone ? "single" : wanted.kind().name(), Presets.strategy(network, plan), preset);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void passesDoNotChangeTheOutputs(String sample) {
    var network = SampleModels.network(sample);
    assertAgree(
        network,
        run(network, "single", 1, 1, Passes.ALL),
        run(network, "single", 1, 1, Passes.NONE),
        false,
        "without passes");
  }

  @AfterAll
  static void noWorkerOutlivesItsRun() {
    assertFalse(
        Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> thread.getName().startsWith("partitura-worker")));
  }

  private static void assertAgree(
      Network network, RunResult wanted, RunResult given, boolean exact, String what) {
    wanted
        .outputs()
        .forEach((name, tensor) ->
            assertTrue(
                LongStream.range(0, tensor.elementCount()).anyMatch(i -> tensor.doubleAt(i) != 0),
                "output " + name + " is all zero"));
    var agreement = OutputComparison.of(given, wanted, network);
    assertTrue(
        agreement instanceof Agreement.Identical
            || !exact && agreement instanceof Agreement.WithinRounding,
        () -> what + ": " + agreement.sentence());
  }

  private static void assertTimesAddUp(RunResult result) {
    var made = new Provenance(null, null, result.graph(), null, null, Agreement.UNKNOWN);
    var run = new Analyses(result.trace(), made);
    long makespan = result.trace().durationNanos();
    assertEquals(result.graph().taskCount(), result.trace().spanCount());
    var path = run.get(CriticalPath.ANALYSIS);
    assertTrue(path.nanos() <= makespan);
    assertEquals(makespan, path.nanos() + path.waitNanos());
    assertTrue(run.get(WorkSpan.ANALYSIS).spanNanos() <= makespan);
    var devices = run.get(DeviceUse.ANALYSIS);
    long busy = devices.stream().mapToLong(device -> device.busyNanos()).sum();
    assertTrue(busy <= makespan * devices.size());
    devices.forEach(device -> assertEquals(makespan, device.busyNanos() + device.idleNanos()));
    devices.forEach(device -> assertTrue(device.computeNanos() == 0 || device.peakBytes() > 0));
  }
}
