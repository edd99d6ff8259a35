package dev.partitura.engine.execute.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.backend.Backend;
import dev.partitura.engine.backend.Buffer;
import dev.partitura.engine.backend.Kernel;
import dev.partitura.engine.backend.LoadedProgram;
import dev.partitura.engine.backend.LoweredNetwork;
import dev.partitura.engine.backend.Program;
import dev.partitura.engine.backend.reference.ReferenceBackend;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.DeviceKind;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.Conditions;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalExecutorTest {
  private static Network chain() {
    var b = new NetworkBuilder("chain");
    var x = b.input("x", Shape.of(-1, 4).withSymbol(0, "batch"));
    for (int i = 0; i < 6; i++) {
      x = b.op("Relu", x);
    }
    b.output(x);
    return b.build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "single",
        "task=2",
        "data=2",
        "pipeline=2,micro-batches=4",
        "pipeline=2,data=2,micro-batches=3",
        "pipeline=3,micro-batches=8"
      })
  void everyPresetGivesTheOutputsOfTheFeeds(String preset) {
    var network = chain();
    var cluster = Clusters.workers(4);
    var plan = Presets.plan(PlanPreset.parse(preset), TypeInference.infer(network), cluster);
    var feed = Tensor.ofFloats(new float[] {1, -2, 3, -4, -5, 6, -7, 8, 9, -10, 11, -12}, 3, 4);
    var result =
        new LoweringRunner(new LocalExecutor())
            .run(
                new RunRequest(network, cluster, plan, 0, Map.of("x", feed), 1, 3, 1),
                new Cancellation(),
                Progress.NONE);
    var output = result.outputs().values().iterator().next();
    assertEquals("3×4", output.shape().toString());
    assertArrayEquals(new float[] {1, 0, 3, 0, 0, 6, 0, 8, 9, 0, 11, 0}, output.toFloats());
    assertFalse(result.cancelled());
    assertEquals(3, result.iterationNanos().length);
    assertEquals(result.graph().taskCount(), result.trace().spanCount());
    assertTrue(result.trace().durationNanos() > 0);
  }

  private static RunRequest pipeline(Network network, int repeats, int warmups) {
    var cluster = Clusters.workers(2);
    var preset = PlanPreset.parse("pipeline=2,micro-batches=8");
    var plan = Presets.plan(preset, TypeInference.infer(network), cluster);
    return new RunRequest(network, cluster, plan, 0, Map.of(), 1, repeats, warmups);
  }

  private static long rows(Buffer buffer) {
    return Objects.requireNonNull(buffer.tensor()).shape().size(0);
  }

  @Test
  void theBaselineRunsTheSameSamplesAsOftenByTurns() {
    var rows = Collections.synchronizedList(new ArrayList<Long>());
    var backend = new ListeningBackend(buffer -> rows.add(rows(buffer)));
    var compared =
        new LoweringRunner(new LocalExecutor(), backend)
            .runBesideUnsplit(pipeline(chain(), 50, 1), new Cancellation(), Progress.NONE);
    assertEquals(8, compared.run().samples());
    assertEquals(8, compared.unsplit().samples());
    assertEquals(50, compared.run().iterationNanos().length);
    assertEquals(50, compared.unsplit().iterationNanos().length);
    assertEquals(1, compared.unsplit().conditions().plan().parts().size());
    assertEquals(Agreement.IDENTICAL, compared.agreement());
    // Micro-batches have one row, the unsplit batch has eight: each takes more than one turn.
    long changes =
        IntStream.range(1, rows.size()).filter(i -> !rows.get(i).equals(rows.get(i - 1))).count();
    assertTrue(changes >= 3, "the runs changed turns " + changes + " times");
  }

  @Test
  void whatIsUnsplitIsItsOwnBaseline() {
    var cluster = Clusters.workers(1);
    var plan = Plan.single(cluster.devices().getFirst().id());
    var compared =
        new LoweringRunner(new LocalExecutor())
            .runBesideUnsplit(
                new RunRequest(chain(), cluster, plan, 4, Map.of(), 1, 2, 0),
                new Cancellation(),
                Progress.NONE);
    assertSame(compared.run(), compared.unsplit());
  }

  @Test
  void conditionsSayWhatWasRun() {
    var executor = new LoweringRunner(new LocalExecutor());
    var request = pipeline(chain(), 3, 5);
    var conditions = executor.run(request, new Cancellation(), Progress.NONE).conditions();
    assertEquals(request.plan(), conditions.plan());
    assertEquals(8, conditions.batch());
    assertEquals(5, conditions.warmups());
    assertEquals(Conditions.WarmUp.COUNTED, conditions.warmUp());
    var settled =
        executor.run(
            pipeline(chain(), 3, RunRequest.UNTIL_SETTLED), new Cancellation(), Progress.NONE);
    assertTrue(settled.conditions().warmups() >= 10);
    assertEquals(3, settled.iterationNanos().length);
    assertTrue(settled.conditions().wallNanos() >= LongStream.of(settled.iterationNanos()).sum());
  }

  @Test
  void aCancelledComparisonClaimsNothing() {
    var cancellation = new Cancellation();
    var backend = new ListeningBackend(_ -> cancellation.cancel());
    var compared =
        new LoweringRunner(new LocalExecutor(), backend)
            .runBesideUnsplit(pipeline(chain(), 5, 1), cancellation, Progress.NONE);
    assertTrue(compared.run().cancelled());
    assertEquals(Agreement.UNKNOWN, compared.agreement());
  }

  /// Computes by the reference kernels and tells the first input of each kernel that runs.
  private record ListeningBackend(Consumer<Buffer> heard) implements Backend {
    @Override
    public DeviceKind kind() {
      return DeviceKind.CPU;
    }

    @Override
    public Program choose(LoweredNetwork network) {
      return new ReferenceBackend().choose(network);
    }

    @Override
    public LoadedProgram load(Program program) {
      var loaded = new ReferenceBackend().load(program);
      return new Listening(program, loaded.kernels().stream().map(this::listening).toList());
    }

    private Kernel listening(Kernel kernel) {
      return (inputs, outputs, scratch) -> {
        var bound = kernel.bind(inputs, outputs, scratch);
        return () -> {
          heard.accept(inputs.getFirst());
          bound.run();
        };
      };
    }
  }

  private record Listening(Program program, List<Kernel> kernels) implements LoadedProgram {
    @Override
    public void close() {}
  }
}
