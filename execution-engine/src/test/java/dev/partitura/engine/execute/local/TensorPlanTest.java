package dev.partitura.engine.execute.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.AllReduce;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.plan.collective.AllReduces;
import dev.partitura.engine.plan.collective.Message;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.TaskKind;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Networks whose tensors are split among shards give what the network gives that is not split.
class TensorPlanTest {
  private static final int BATCH = 8;
  private static final double BOUND = 2e-5;

  private static Map<String, Tensor> run(Network network, String words) {
    var cluster = Clusters.workers(8);
    var plan = Presets.plan(PlanPreset.parse(words), TypeInference.infer(network), cluster);
    var feeds = new HashMap<String, Tensor>();
    for (var input : network.inputs()) {
      var sizes = Objects.requireNonNull(input.type()).knownShape().withSize(0, BATCH).sizes();
      feeds.put(input.name(), ShardableNetworks.random(new Random(7), 1, sizes));
    }
    return new LoweringRunner(new LocalExecutor())
        .run(
            new RunRequest(network, cluster, plan, 0, feeds, 0, 1, 0),
            new Cancellation(),
            Progress.NONE)
        .outputs();
  }

  private static Stream<Arguments> plans() {
    return ShardableNetworks.all().stream()
        .flatMap(network ->
            Stream.of(
                    "tensor=2",
                    "tensor=4",
                    "tensor=2,collective=tree",
                    "data=2,tensor=2",
                    "data=2,tensor=4",
                    "pipeline=2,tensor=2,micro-batches=4",
                    "pipeline=2,data=2,tensor=2,micro-batches=2")
                .map(words -> Arguments.of(network, words)));
  }

  private static Stream<Arguments> sequences() {
    return Stream.of(
            "tensor=2,sequence-parallel",
            "data=2,tensor=2,sequence-parallel",
            "pipeline=2,tensor=2,micro-batches=2,sequence-parallel")
        .map(words -> Arguments.of(ShardableNetworks.transformer(), words));
  }

  /// Without an axis beside the batch there is nothing to split along it.
  @Test
  void sequenceParallelismWantsSequences() {
    var refused =
        assertThrows(
            ProblemException.class,
            () -> run(ShardableNetworks.layers(), "tensor=2,sequence-parallel"));
    assertEquals("plan.sequence.nothing", refused.problems().getFirst().code());
  }

  @Test
  void whereNothingCanBeSplitThePlanIsRefused() {
    var b = new NetworkBuilder("relu");
    b.output(b.op("Relu", b.input("x", Shape.of(-1, 8))));
    var refused = assertThrows(ProblemException.class, () -> run(b.build(), "tensor=2"));
    assertEquals("plan.tensor.nothing", refused.problems().getFirst().code());
    // No axis of any weight is a multiple of seven.
    var seven =
        assertThrows(ProblemException.class, () -> run(ShardableNetworks.layers(), "tensor=7"));
    assertEquals("plan.tensor.nothing", seven.problems().getFirst().code());
  }

  /// So small that no split is worth what it moves.
  @Test
  void whoAsksForShardsHasThem() {
    var random = new Random(5);
    var b = new NetworkBuilder("odd");
    var x = b.input("x", Shape.of(-1, 8).withSymbol(0, "batch"));
    x = b.op("Relu", b.op("MatMul", x, weight(b, random, 8, 7)));
    x = b.op("Relu", b.op("MatMul", x, weight(b, random, 7, 5)));
    b.output(b.op("MatMul", x, weight(b, random, 5, 4)));
    shardsGiveTheUnsplitOutputs(b.build(), "tensor=2");
  }

  private static String weight(NetworkBuilder b, Random random, long rows, long columns) {
    return b.initializer("w", ShardableNetworks.random(random, 0.5, rows, columns));
  }

  @ParameterizedTest
  @MethodSource({"plans", "sequences"})
  void shardsGiveTheUnsplitOutputs(Network network, String words) {
    var whole = run(network, "single");
    var split = run(network, words);
    assertEquals(whole.keySet(), split.keySet());
    whole.forEach((name, tensor) -> {
      var other = Objects.requireNonNull(split.get(name));
      assertEquals(tensor.type(), other.type());
      for (long i = 0; i < tensor.elementCount(); i++) {
        assertEquals(tensor.doubleAt(i), other.doubleAt(i), BOUND, name + " at " + i);
      }
    });
  }

  /// The exchanges of a plan are tasks like any other, by the algorithm that it names.
  @Test
  void exchangesAreTransfersAndReductions() {
    var network = ShardableNetworks.layers();
    var cluster = Clusters.workers(4);
    for (var collective : List.of("ring", "tree", "recursive-doubling", "server")) {
      var words = PlanPreset.parse("tensor=4,collective=" + collective);
      var plan = Presets.plan(words, TypeInference.infer(network), cluster);
      var lowered = new Lowering().lower(network, cluster, plan, BATCH, Map.of(), null);
      var graph = lowered.graph();
      var sums =
          lowered.program().steps().stream()
              .filter(step -> step.type().equals(AllReduce.TYPE))
              .count();
      int transfers = 0;
      int reductions = 0;
      for (int task = 0; task < graph.taskCount(); task++) {
        transfers += graph.kind(task) == TaskKind.TRANSFER ? 1 : 0;
        reductions += graph.kind(task) == TaskKind.REDUCTION ? 1 : 0;
      }
      var rounds = AllReduces.find(collective).orElseThrow().rounds(4);
      long messages = rounds.stream().mapToInt(List::size).sum();
      long added = rounds.stream().flatMap(List::stream).filter(Message::adds).count();
      assertTrue(sums > 0);
      assertEquals(sums * added, reductions, collective);
      assertTrue(transfers >= sums * messages, collective);
    }
  }

  @Test
  void aShardHoldsItsPartOfTheWeights() {
    var network = ShardableNetworks.transformer();
    var cluster = Clusters.workers(4);
    var types = TypeInference.infer(network);
    var whole =
        new Lowering()
            .lower(
                network,
                cluster,
                Presets.plan(PlanPreset.parse("single"), types, cluster),
                BATCH,
                Map.of(),
                null);
    var split =
        new Lowering()
            .lower(
                network,
                cluster,
                Presets.plan(PlanPreset.parse("tensor=4"), types, cluster),
                BATCH,
                Map.of(),
                null);
    for (int device = 0; device < 4; device++) {
      assertTrue(
          split.constantBytes(device) < 0.45 * whole.constantBytes(0),
          split.constantBytes(device) + " of " + whole.constantBytes(0));
    }
  }
}
