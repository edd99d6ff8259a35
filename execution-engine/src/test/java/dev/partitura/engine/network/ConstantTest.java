package dev.partitura.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.partitura.engine.operator.Parameters;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConstantTest {
  private static final long LAYERS = 96;
  private static final long WIDTH = 12_288;

  @Test
  void aNetworkOf175BillionWeightsIsAnOrdinaryValue() {
    var builder = new NetworkBuilder("large");
    var x = builder.input("x", Shape.of(1, 16, WIDTH));
    for (int layer = 0; layer < LAYERS; layer++) {
      for (long[] sizes :
          new long[][] {
            {WIDTH, 4 * WIDTH}, {4 * WIDTH, WIDTH}, {WIDTH, 4 * WIDTH}, {4 * WIDTH, WIDTH}
          }) {
        var weight = Constant.ofShape(TensorType.of(DataType.FLOAT, sizes));
        x = builder.op("MatMul", x, builder.initializer("w", weight));
      }
    }
    builder.output(x);
    var network = builder.build();
    assertEquals(4 * LAYERS * 4 * WIDTH * WIDTH, Parameters.count(network));
    var types = TypeInference.infer(network);
    assertEquals(List.of(), types.problems());
    assertEquals("float32 1×16×12288", String.valueOf(types.type(x)));
  }

  @Test
  void whatIsOnlyAShapeHasNoElements() {
    var constant = Constant.ofShape(TensorType.of(DataType.FLOAT, 2, 3));
    assertFalse(constant.isKnown());
    assertFalse(constant.reshaped(Shape.of(6)).isKnown());
    var refusal = assertThrows(ProblemException.class, constant::tensor);
    assertEquals("weights.missing", refusal.problems().getFirst().code());
  }

  @Test
  void derivedElementsAreMadeOnceWhileSomebodyHoldsThem() {
    var type = TensorType.of(DataType.FLOAT, 2);
    var made = new int[1];
    var derived =
        new Constant(
            type,
            new ConstantSource.Derived(
                List.of(Constant.of(Tensor.ofFloats(new float[] {1, 2}, 2))),
                from -> {
                  made[0]++;
                  return Tensor.ofFloats(new float[] {2 * from.getFirst().floatAt(0), 4}, 2);
                }));
    assertEquals(0, made[0]);
    var tensor = derived.tensor();
    assertEquals(2f, tensor.floatAt(0));
    assertSame(tensor, derived.tensor());
    assertEquals(1, made[0]);
  }

  @Test
  void seededElementsAreTheSameEachTime() {
    var type = TensorType.of(DataType.FLOAT, 1000);
    var constant = new Constant(type, new ConstantSource.Uniform(7, 1, 0.5));
    var first = constant.tensor();
    assertEquals(-1, first.data().mismatch(constant.tensor().data()));
    double sum = 0;
    for (long i = 0; i < first.elementCount(); i++) {
      sum += first.floatAt(i);
    }
    assertEquals(1, sum / first.elementCount(), 0.05);
  }
}
