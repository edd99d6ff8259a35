package dev.partitura.engine.execute.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.limit.CancelledException;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.Mesh;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunLimitsTest {
  private static Network network(long batch) {
    var b = new NetworkBuilder("small");
    var shape = Shape.of(batch, 4);
    b.output(
        b.op("Relu", b.op("Relu", b.input("x", batch < 0 ? shape.withSymbol(0, "batch") : shape))));
    return b.build();
  }

  private static RunResult run(
      Network network,
      String preset,
      int batch,
      Map<String, Tensor> feeds,
      int repeats,
      Cancellation cancellation) {
    var cluster = Clusters.workers(4);
    var plan = Presets.plan(PlanPreset.parse(preset), TypeInference.infer(network), cluster);
    return new LoweringRunner(new LocalExecutor())
        .run(
            new RunRequest(network, cluster, plan, batch, feeds, 1, repeats, 0),
            cancellation,
            Progress.NONE);
  }

  private static Tensor feed(int rows) {
    var values = new float[rows * 4];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 3 - 1;
    }
    return Tensor.ofFloats(values, rows, 4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data=2,micro-batches=4|12|0|1|plan.batch.split",
        "data=2|2|3|1|run.batch.small",
        "data=4,micro-batches=1048576|0|0|1|plan.splits.many",
        "pipeline=2,micro-batches=1048576|2147483647|0|1|plan.batch.split",
        "single|2147483647|0|1|run.input.memory",
        "single|0|0|2000000000|run.repeats.many"
      })
  void whatCannotRunIsRefusedBeforeItRuns(
      String preset, int batch, int rows, int repeats, String code) {
    Map<String, Tensor> feeds = rows == 0 ? Map.of() : Map.of("x", feed(rows));
    var refused =
        assertThrows(
            ProblemException.class,
            () -> run(network(-1), preset, batch, feeds, repeats, new Cancellation()));
    assertTrue(
        refused.problems().stream().anyMatch(problem -> problem.code().equals(code)),
        refused.getMessage());
  }

  @Test
  void fewerSamplesThanThePlanSplitsAreRepeatedAndCutBack() {
    var result =
        run(network(-1), "data=2,micro-batches=4", 0, Map.of("x", feed(3)), 1, new Cancellation());
    assertEquals(
        List.of("The input holds 3 samples and was repeated to fill 8 micro-batches of 1."),
        result.notes().stream()
            .map(Phrase::toString)
            .filter(note -> note.startsWith("The input"))
            .toList());
    assertEquals("3×4", result.outputs().values().iterator().next().shape().toString());
    assertEquals(3, result.samples());
  }

  @Test
  void networkOfAFixedBatchRunsMicroBatchesOfItsOwnSize() {
    var result =
        run(
            network(1),
            "pipeline=2,micro-batches=8",
            0,
            Map.of("x", feed(1)),
            1,
            new Cancellation());
    assertEquals("1×4", result.outputs().values().iterator().next().shape().toString());
    assertEquals(
        8,
        run(network(1), "pipeline=2,micro-batches=8", 8, Map.of(), 1, new Cancellation())
            .samples());
  }

  @Test
  void opThatFixesTheBatchIsNamed() {
    var b = new NetworkBuilder("fixed");
    var x = b.input("x", Shape.of(1, 2, 2));
    b.output(
        b.op(
            "flat",
            "Reshape",
            Attributes.NONE,
            x,
            b.initializer("shape", Tensor.ofLongs(new long[] {1, 4}, 2))));
    var network = b.build();
    assertEquals(4, run(network, "data=4", 4, Map.of(), 1, new Cancellation()).samples());
    var refused =
        assertThrows(
            ProblemException.class,
            () -> run(network, "data=4", 8, Map.of(), 1, new Cancellation()));
    assertEquals("flat", refused.problems().getFirst().subject());
  }

  @Test
  void notANumberTravelsThrough() {
    var b = new NetworkBuilder("sums");
    var x = b.input("x", Shape.of(-1, 4).withSymbol(0, "batch"));
    b.output(b.op("Add", b.op("Add", x, x), x));
    var result =
        run(
            b.build(),
            "pipeline=2,micro-batches=2",
            0,
            Map.of(
                "x", Tensor.ofFloats(new float[] {Float.NaN, 1, -1, 0, 0, 0, 0, Float.NaN}, 2, 4)),
            1,
            new Cancellation());
    var output = result.outputs().values().iterator().next();
    assertTrue(Float.isNaN(output.floatAt(0)) && Float.isNaN(output.floatAt(7)));
    assertEquals(3, output.floatAt(1));
  }

  @Test
  void cancelledRunGivesItsPartialTrace() {
    var cancellation = new Cancellation();
    var network = network(-1);
    var cluster = Clusters.workers(4);
    var plan =
        Presets.plan(
            PlanPreset.parse("pipeline=2,micro-batches=4"), TypeInference.infer(network), cluster);
    var result =
        new LoweringRunner(new LocalExecutor())
            .run(
                new RunRequest(network, cluster, plan, 0, Map.of(), 1, 1000, 0),
                cancellation,
                (phase, _, _) -> {
                  if (phase.equals("run")) {
                    cancellation.cancel();
                  }
                });
    assertTrue(result.cancelled());
    assertEquals(Map.of(), result.outputs());
    assertTrue(result.trace().spanCount() < result.graph().taskCount());
  }

  @Test
  void runCancelledBeforeItBeganMakesNothing() {
    var cancellation = new Cancellation();
    cancellation.cancel();
    assertThrows(
        CancelledException.class,
        () -> run(network(-1), "pipeline=2,micro-batches=4", 0, Map.of(), 1, cancellation));
  }

  /// Devices and micro-batches come from a file, so they may be any number.
  @ParameterizedTest
  @CsvSource({
    "1000000,1,plan.size",
    "1000000,2000000000,plan.size",
    "2,2000000000,plan.splits.many"
  })
  void planOfABillionPartsIsRefused(int replicas, int microBatches, String code) {
    var mesh =
        Mesh.of(IntStream.range(0, replicas).mapToObj(i -> new DeviceId("cpu" + i % 2)).toList());
    var plan = Plan.of(List.of(mesh, mesh), Map.of(), microBatches);
    var request = new RunRequest(network(-1), Clusters.workers(2), plan, 0, Map.of(), 1, 1, 0);
    var refused =
        assertTimeoutPreemptively(
            Duration.ofSeconds(60),
            () ->
                assertThrows(
                    ProblemException.class,
                    () ->
                        new LoweringRunner(new LocalExecutor())
                            .run(request, new Cancellation(), Progress.NONE)));
    assertTrue(
        refused.problems().stream().anyMatch(problem -> problem.code().equals(code)),
        refused.getMessage());
  }

  @Test
  void branchesThatWaitForEachOtherInEveryMicroBatchAreCounted() {
    var b = new NetworkBuilder("wide");
    var x = b.input("x", Shape.of(-1, 1).withSymbol(0, "batch"));
    for (int i = 0; i < 4000; i++) {
      b.output(b.op("Relu", x));
    }
    var refused =
        assertTimeoutPreemptively(
            Duration.ofSeconds(60),
            () ->
                assertThrows(
                    ProblemException.class,
                    () ->
                        run(
                            b.build(),
                            "data=1,micro-batches=100",
                            0,
                            Map.of(),
                            1,
                            new Cancellation())));
    assertEquals("plan.tasks.many", refused.problems().getFirst().code());
  }

  @Test
  void valueTooLargeForTheMachineIsRefusedWithItsSizeWhenTheRunMeetsIt() {
    var b = new NetworkBuilder("giant");
    var size = b.input("size", TensorType.of(DataType.INT64, 2));
    b.output(b.op("zeros", "ConstantOfShape", Attributes.NONE, size));
    var refused =
        assertThrows(
            ProblemException.class,
            () ->
                run(
                    b.build(),
                    "single",
                    0,
                    Map.of("size", Tensor.ofLongs(new long[] {1_000_000, 1_000_000}, 2)),
                    1,
                    new Cancellation()));
    var problem = refused.problems().getFirst();
    assertEquals("zeros", problem.subject());
    assertTrue(problem.message().contains("4.00 TB of memory"), problem.message());
  }

  @Test
  void valueThatCannotBeComputedNamesItsOp() {
    var b = new NetworkBuilder("gather");
    var table = b.initializer("table", feed(3));
    var ids = b.input("ids", TensorType.of(DataType.INT64, 2));
    b.output(
        b.op(
            "pick", "Gather", Attributes.NONE.with("axis", new Attribute.IntValue(0)), table, ids));
    var refused =
        assertThrows(
            ProblemException.class,
            () ->
                run(
                    b.build(),
                    "single",
                    0,
                    Map.of("ids", Tensor.ofLongs(new long[] {1, 99}, 2)),
                    1,
                    new Cancellation()));
    assertTrue(refused.problems().getFirst().sentence().contains("pick"), refused.toString());
  }
}
