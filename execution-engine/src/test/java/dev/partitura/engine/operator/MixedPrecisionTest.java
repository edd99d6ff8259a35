package dev.partitura.engine.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.PlanRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MixedPrecisionTest {
  private static final int ROWS = 4;
  private static final int DEPTH = 6;
  private static final int COLUMNS = 8;

  private static Tensor random(long seed, long... sizes) {
    var random = new SplittableRandom(seed);
    var values = new float[(int) Shape.of(sizes).elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-2, 2);
    }
    return Tensor.ofFloats(values, sizes);
  }

  private static Network product() {
    var b = new NetworkBuilder("product");
    var w = b.initializer("w", random(1, DEPTH, COLUMNS));
    b.output(b.op("Relu", b.op("MatMul", b.input("x", Shape.of(-1, DEPTH)), w)));
    return b.build();
  }

  private static long roundings(Network network) {
    return network.ops().stream().filter(op -> op.type().equals(RoundToBfloat16.TYPE)).count();
  }

  private static Tensor run(Network network, Tensor x, String words) {
    var cluster = Clusters.workers(2);
    var plan = Presets.plan(PlanPreset.parse(words), OpenAxes.types(network, 1), cluster);
    PlanRunner runner = new LoweringRunner(new LocalExecutor());
    var request = new RunRequest(network, cluster, plan, 0, Map.of("x", x), 1, 1, 0);
    return runner
        .run(request, new Cancellation(), Progress.NONE)
        .outputs()
        .values()
        .iterator()
        .next();
  }

  @Test
  void aProductTakesRoundedFactorsAndIsRoundedOnce() {
    var network = product();
    var x = random(2, ROWS, DEPTH);
    var w = random(1, DEPTH, COLUMNS);
    for (var words : List.of("single", "data=2", "pipeline=2,micro-batches=2", "tensor=2")) {
      var given = run(network, x, words + ",precision=bf16");
      for (int row = 0; row < ROWS; row++) {
        for (int column = 0; column < COLUMNS; column++) {
          double sum = 0;
          for (int i = 0; i < DEPTH; i++) {
            sum +=
                (double) RoundToBfloat16.rounded(x.floatAt(row * DEPTH + i))
                    * RoundToBfloat16.rounded(w.floatAt(i * COLUMNS + column));
          }
          float found = given.floatAt(row * COLUMNS + column);
          float wanted = Math.max(0, RoundToBfloat16.rounded((float) sum));
          assertEquals(wanted, found, Math.ulp(wanted) * 0x1p16, words);
          assertEquals(RoundToBfloat16.rounded(found), found, words);
        }
      }
    }
  }

  @Test
  void theNetworksOwnPrecisionRoundsNothing() {
    var given = run(product(), random(2, ROWS, DEPTH), "single");
    boolean exact = false;
    for (long i = 0; i < given.elementCount(); i++) {
      exact |= RoundToBfloat16.rounded(given.floatAt(i)) != given.floatAt(i);
    }
    assertTrue(exact);
  }

  @Test
  void aNetworkWithoutFloat32IsRefused() {
    var b = new NetworkBuilder("wide");
    b.output(b.op("Relu", b.input("x", TensorType.of(DataType.DOUBLE, ROWS, DEPTH))));
    var x = Tensor.allocate(TensorType.of(DataType.DOUBLE, ROWS, DEPTH));
    var network = b.build();
    var refused =
        assertThrows(ProblemException.class, () -> run(network, x, "single,precision=bf16"));
    assertEquals("plan.precision.nothing", refused.problems().getFirst().code());
  }

  @Test
  void weightsKeepTheirGradientsAndDataDoNot() {
    var types = OpenAxes.types(product(), ROWS);
    var mixed = MixedPrecision.of(types, Set.of());
    var kept =
        mixed.network().ops().stream()
            .filter(op -> op.type().equals(RoundToBfloat16.TYPE))
            .filter(op -> op.attributes().intOr("keeps_gradient", 0) == 1)
            .map(op -> op.inputs().getFirst())
            .toList();
    assertEquals(List.of("w"), kept);
    assertEquals(4, roundings(mixed.network()));
    assertEquals(types.network().outputs(), mixed.network().outputs());
    mixed
        .owners()
        .values()
        .forEach(owner ->
            assertTrue(types.network().ops().stream().map(Op::id).anyMatch(owner::equals)));
  }

  @Test
  void settingsStatisticsAndPlacesAreLeftAlone() {
    var b = new NetworkBuilder("settings");
    var x = b.input("x", Shape.of(1, 2, 4, 4));
    var vector = random(3, 2);
    var normal =
        b.op(
            "BatchNormalization",
            x,
            b.initializer("scale", vector),
            b.initializer("shift", vector),
            b.initializer("mean", vector),
            b.initializer("variance", vector));
    var scales = b.initializer("scales", Tensor.ofFloats(new float[] {1, 1, 1.3f, 1.3f}, 4));
    b.output(b.op("Resize", normal, "", scales));
    var mixed = MixedPrecision.of(TypeInference.infer(b.build()), Set.of());
    var read =
        mixed.network().ops().stream()
            .filter(op -> op.type().equals(RoundToBfloat16.TYPE))
            .map(op -> op.inputs().getFirst())
            .toList();
    assertTrue(read.containsAll(List.of("x", "scale", "shift")), read::toString);
    assertTrue(
        read.stream().noneMatch(Set.of("mean", "variance", "scales")::contains), read::toString);
    assertEquals(List.of(), mixed.types().problems());
  }

  @Test
  void whatIsMovedIsNotRoundedAgain() {
    var b = new NetworkBuilder("moved");
    var y = b.op("Relu", b.input("x", Shape.of(2, 6)));
    b.output(b.op("Relu", b.op("Transpose", b.op("Flatten", y))));
    var mixed = MixedPrecision.of(TypeInference.infer(b.build()), Set.of());
    assertEquals(3, roundings(mixed.network()));
  }
}
