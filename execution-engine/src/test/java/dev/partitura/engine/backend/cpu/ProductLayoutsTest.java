package dev.partitura.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.NetworkEvaluation;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Products between transposes, as attention has them, whose axes are as long as each other or not:
/// operands are read as they lie, and results written for their reader.
class ProductLayoutsTest {
  private static final int[] LENGTHS = {1, 2, 3};
  private static final int[] FEW = {1, 2};
  private static final int DEPTH = 2;
  private static final int COLUMNS = 3;

  private final Random random = new Random(5);

  private Tensor random(long... sizes) {
    var tensor = Tensor.allocate(TensorType.of(DataType.FLOAT, sizes));
    for (long i = 0; i < tensor.elementCount(); i++) {
      tensor.setDouble(i, random.nextGaussian());
    }
    return tensor;
  }

  private static Attributes order(long... axes) {
    return new Attributes(Map.of("perm", Attribute.Ints.of(axes)));
  }

  /// Heads in one axis, or in groups of one or as many.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void anyLengthsMultiplyRight(int groups) {
    for (int samples : LENGTHS) {
      for (int heads : FEW) {
        for (int rows : LENGTHS) {
          for (boolean turned : new boolean[] {true, false}) {
            compare(groups, samples, heads, rows, turned);
          }
        }
      }
    }
  }

  private void compare(int groups, int samples, int heads, int rows, boolean turned) {
    long[] left = {samples, rows, Math.max(1, groups), heads, DEPTH};
    long[] right = {samples, DEPTH, Math.max(1, groups), 1, COLUMNS};
    long[] byHeads = {0, 2, 3, 1, 4};
    long[] back = {0, 3, 1, 2, 4};
    if (groups == 0) {
      left = new long[] {samples, rows, heads, DEPTH};
      right = new long[] {samples, DEPTH, heads, COLUMNS};
      byHeads = new long[] {0, 2, 1, 3};
      back = byHeads;
    }
    if (!turned) {
      left = turned(left, byHeads);
      right = turned(right, byHeads);
    }
    var b = new NetworkBuilder("products");
    var one = b.input("one", Shape.of(left));
    var other = b.input("other", Shape.of(right));
    if (turned) {
      one = b.op("Transpose", order(byHeads), one);
      other = b.op("Transpose", order(byHeads), other);
    }
    var made = b.op("Transpose", order(back), b.op("MatMul", one, other));
    b.output(made);
    var network = b.build();
    var feeds = Map.of("one", random(left), "other", random(right));
    var cluster = Clusters.workers(1);
    var plan = Plan.single(cluster.devices().getFirst().id());
    var run =
        new LoweringRunner(new LocalExecutor())
            .run(
                new RunRequest(network, cluster, plan, 0, feeds, 1, 1, 0),
                new Cancellation(),
                Progress.NONE);
    var wanted = NetworkEvaluation.run(network, feeds).getFirst();
    var given = Objects.requireNonNull(run.outputs().get(made));
    for (long i = 0; i < wanted.elementCount(); i++) {
      assertEquals(wanted.doubleAt(i), given.doubleAt(i), 1e-5, Arrays.toString(left));
    }
  }

  private static long[] turned(long[] sizes, long[] order) {
    return Arrays.stream(order).map(axis -> sizes[(int) axis]).toArray();
  }
}
