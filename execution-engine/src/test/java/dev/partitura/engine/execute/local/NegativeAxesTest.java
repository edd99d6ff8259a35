package dev.partitura.engine.execute.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.Progress;
import dev.partitura.engine.execute.RunRequest;
import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NegativeAxesTest {
  /// Alone, and before and behind a product, whose kernels read a transposed view.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAxisMayBeCountedFromTheEnd(boolean product) {
    assertArrayEquals(run(product, 0, 2, 1), run(product, -3, -1, -2));
  }

  private static float[] run(boolean product, long... perm) {
    var builder = new NetworkBuilder("net");
    var x = builder.input("x", Shape.of(2, 3, 3));
    var order = new Attribute.Ints(java.util.Arrays.stream(perm).boxed().toList());
    var before = product ? builder.op("MatMul", x, x) : x;
    var turned = builder.op("Transpose", Attributes.NONE.with("perm", order), before);
    builder.output(product ? builder.op("MatMul", turned, x) : turned);
    var values = new float[18];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 0.5f - 3;
    }
    var cluster = Clusters.workers(1);
    var request =
        new RunRequest(
            builder.build(),
            cluster,
            Plan.single(cluster.devices().getFirst().id()),
            0,
            Map.of("x", Tensor.ofFloats(values, 2, 3, 3)),
            1,
            1,
            0);
    var outputs =
        new LoweringRunner(new LocalExecutor())
            .run(request, new Cancellation(), Progress.NONE)
            .outputs()
            .values();
    return Objects.requireNonNull(List.copyOf(outputs).getFirst()).toFloats();
  }
}
