package dev.partitura.engine.execute.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.backend.reference.ReferenceBackend;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.PlanRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.RunResult;
import dev.partitura.engine.limit.CancelledException;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CancelTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private static RunRequest request(Network network) {
    var cluster = Clusters.workers(1);
    var plan = Plan.single(cluster.devices().getFirst().id());
    return new RunRequest(network, cluster, plan, 0, Map.of(), 1, 1, 0);
  }

  /// Runs and cancels as soon as the first task may be under way.
  private static RunResult runAndCancel(PlanRunner executor, Network network) {
    var cancellation = new Cancellation();
    Progress progress =
        (phase, _, _) -> {
          if (phase.equals("run")) {
            Thread.ofVirtual()
                .start(() -> {
                  sleep();
                  cancellation.cancel();
                });
          }
        };
    return assertTimeoutPreemptively(
        LONG, () -> executor.run(request(network), cancellation, progress));
  }

  private static void sleep() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<Thread> workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("partitura-worker"))
        .toList();
  }

  private record Endless(String name, Network network) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Endless longOp(
      String name, UnaryOperator<Attributes> attributes, long[][] shapes, Tensor... constants) {
    var b = new NetworkBuilder(name);
    var inputs = new ArrayList<String>();
    for (int i = 0; i < shapes.length; i++) {
      inputs.add(b.input("x" + i, Shape.of(shapes[i])));
    }
    for (int i = 0; i < constants.length; i++) {
      inputs.add(constants[i].elementCount() == 0 ? "" : b.initializer("c" + i, constants[i]));
    }
    b.output(b.op(name, name, attributes.apply(Attributes.NONE), inputs.toArray(String[]::new)));
    return new Endless(name, b.build());
  }

  private static Attribute ints(long... values) {
    return new Attribute.Ints(Arrays.stream(values).boxed().toList());
  }

  /// Ops whose reference kernels would work for minutes, hours or for ever.
  static Stream<Endless> longWork() {
    return Stream.of(
        new Endless("Loop", EndlessLoops.ofInput(false)),
        new Endless("Loop with an empty body", EndlessLoops.ofInput(true)),
        new Endless("Loop over a constant", EndlessLoops.ofConstant()),
        longOp("MatMul", a -> a, new long[][] {{4000, 4000}, {4000, 4000}}),
        longOp(
            "Einsum",
            a -> a.with("equation", new Attribute.StringValue("ij,jk,kl->il")),
            new long[][] {{400, 400}, {400, 400}, {400, 400}}),
        longOp("Conv", a -> a, new long[][] {{1, 256, 128, 128}, {256, 256, 5, 5}}),
        longOp("ConvTranspose", a -> a, new long[][] {{1, 128, 128, 128}, {128, 128, 9, 9}}),
        longOp(
            "AveragePool",
            a -> a.with("kernel_shape", ints(200, 200)),
            new long[][] {{16, 16, 400, 400}}),
        longOp("TopK", a -> a, new long[][] {{1_000_000}}, Tensor.ofLongs(new long[] {500_000}, 1)),
        longOp(
            "LRN",
            a -> a.with("size", new Attribute.IntValue(2001)),
            new long[][] {{1, 2000, 100, 100}}),
        longOp(
            "RNN",
            a -> a.with("hidden_size", new Attribute.IntValue(500)),
            new long[][] {{100_000, 1, 10}, {1, 500, 10}, {1, 500, 500}}));
  }

  @ParameterizedTest
  @MethodSource("longWork")
  void longKernelEndsSoonAfterCancel(Endless work) {
    var result =
        runAndCancel(
            new LoweringRunner(new LocalExecutor(), new ReferenceBackend()), work.network());
    assertTrue(result.cancelled());
    assertEquals(Map.of(), result.outputs());
    assertEquals(List.of(), workers());
  }

  /// Tasks so short that none of them reaches a checkpoint: the loop over them has to look up.
  @Test
  void manyShortRunsEndWhenTheWorkAroundThemIsCancelled() {
    var b = new NetworkBuilder("short");
    b.output(b.op("Relu", b.input("x", Shape.of(4))));
    var request = request(b.build());
    var cancellation = new Cancellation();
    var result =
        assertTimeoutPreemptively(
            LONG,
            () -> {
              try (var prepared =
                  new LocalExecutor().prepare(LoweringRunner.lower(request), request.workload())) {
                Thread.ofVirtual()
                    .start(() -> {
                      sleep();
                      cancellation.cancel();
                    });
                return cancellation.during(
                    () -> prepared.run(0, 5_000_000, new Cancellation(), Progress.NONE));
              }
            });
    assertTrue(result.cancelled());
    assertEquals(List.of(), workers());
  }

  @Test
  void endlessLoopOfConstantsIsLeftToTheRun() {
    assertTimeoutPreemptively(
        LONG,
        () -> {
          var request = request(EndlessLoops.ofConstant());
          try (var prepared =
              new LocalExecutor().prepare(LoweringRunner.lower(request), request.workload())) {
            assertEquals(1, prepared.lowered().program().steps().size());
          }
        });
  }

  @Test
  void failedWorkerStopsTheLongKernelOfAnother() {
    var b = new NetworkBuilder("two");
    var ids = b.input("ids", TensorType.of(DataType.INT64, 1));
    var big = b.input("big", Shape.of(4000, 4000));
    b.output(
        b.op(
            "pick",
            "Gather",
            Attributes.NONE,
            b.initializer("table", Tensor.ofFloats(new float[1], 1)),
            ids));
    b.output(b.op("product", "MatMul", Attributes.NONE, big, big));
    var network = b.build();
    var cluster = Clusters.workers(2);
    var plan = Presets.plan(PlanPreset.parse("task=2"), TypeInference.infer(network), cluster);
    var feeds = Map.of("ids", Tensor.ofLongs(new long[] {99}, 1));
    assertTimeoutPreemptively(
        LONG,
        () -> {
          try {
            new LoweringRunner(new LocalExecutor(), new ReferenceBackend())
                .run(
                    new RunRequest(network, cluster, plan, 0, feeds, 1, 1, 0),
                    new Cancellation(),
                    Progress.NONE);
          } catch (ProblemException refused) {
            assertEquals("pick", refused.problems().getFirst().subject());
          }
        });
    assertEquals(List.of(), workers());
  }

  /// Convolutions, normalizations, constants to fold and shapes to infer.
  private static Network ofEverything() {
    var b = new NetworkBuilder("everything");
    var x = b.input("x", Shape.of(-1, 2, 4, 4).withSymbol(0, "batch"));
    for (int i = 0; i < 3; i++) {
      var w =
          b.op(
              "Add",
              b.initializer("w" + i, constant(2, 2, 1, 1)),
              b.initializer("d" + i, constant(1)));
      x = b.op("Conv", x, w);
      var numbers = new String[5];
      numbers[0] = x;
      for (int j = 1; j < 5; j++) {
        numbers[j] = b.initializer("n" + i + j, constant(2));
      }
      x = b.op("Relu", b.op("BatchNormalization", numbers));
    }
    b.output(x);
    return b.build();
  }

  private static Tensor constant(long... sizes) {
    var values = new float[(int) Shape.of(sizes).elementCount()];
    Arrays.fill(values, 0.5f);
    return Tensor.ofFloats(values, sizes);
  }

  /// Cancels at the first checkpoint, at the second, and so on, later in longer steps, until a run
  /// comes through.
  @Test
  void cancelAtAnyCheckpointLeavesNothingBehind() {
    var network = ofEverything();
    var cluster = Clusters.workers(2);
    var plan =
        Presets.plan(
            PlanPreset.parse("pipeline=2,micro-batches=4"), TypeInference.infer(network), cluster);
    var request = new RunRequest(network, cluster, plan, 4, Map.of(), 1, 1, 0);
    Set<String> reached = new HashSet<>();
    boolean ended = false;
    for (int stop = 0; !ended; stop += 1 + stop / 100) {
      var passes = new int[] {stop};
      try {
        var result =
            Checkpoint.until(
                () -> --passes[0] < 0,
                () ->
                    new LoweringRunner(new LocalExecutor())
                        .run(request, new Cancellation(), Progress.NONE));
        ended = !result.cancelled();
      } catch (CancelledException cancelled) {
        Arrays.stream(cancelled.getStackTrace())
            .map(StackTraceElement::getClassName)
            .map(name -> name.substring(name.lastIndexOf('.') + 1))
            .forEach(reached::add);
      }
      assertEquals(List.of(), workers(), "cancelled at checkpoint " + stop);
    }
    var phases =
        Set.of(
            "TypeInference",
            "PlanCheck",
            "ConstantFolding",
            "NormalizationFolding",
            "Compilation",
            "PackedConstants",
            "ReplicaTemplate",
            "FramePlan",
            "Expansion",
            "KernelBinding");
    var missed = new HashSet<>(phases);
    missed.removeAll(reached);
    assertEquals(Set.of(), missed);
    assertFalse(reached.isEmpty());
  }
}
