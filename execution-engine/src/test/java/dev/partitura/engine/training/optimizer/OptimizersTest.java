package dev.partitura.engine.training.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.TensorType;
import dev.partitura.engine.training.KeptValue;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OptimizersTest {
  private static final List<DataType> TYPES = List.of(DataType.FLOAT, DataType.DOUBLE);

  @Test
  void everyOptimizerMakesASquareSmaller() {
    for (var name : Optimizers.names()) {
      for (var type : TYPES) {
        var b = new NetworkBuilder("square");
        var start = OptimizerRun.of(type, 1, -2, 3);
        b.input("p", start.type());
        var run =
            new OptimizerRun(b, Map.of("p", start), Map.of("p", "p"), Optimizers.of(name, 0.05));
        for (int step = 0; step < 60; step++) {
          run.step(Map.of());
        }
        double before = 1 + 4 + 9;
        double after = 0;
        for (var value : run.values("p")) {
          after += value * value;
        }
        assertTrue(after < before, name + " of " + type + " comes to " + after);
      }
    }
  }

  @Test
  void firstStepsAreTakenInFullPrecision() {
    var b = new NetworkBuilder("one");
    var start = OptimizerRun.of(DataType.DOUBLE, 1);
    b.input("p", start.type());
    b.input("g", start.type());
    var run =
        new OptimizerRun(b, Map.of("p", start), Map.of("p", "g"), Optimizers.of("momentum", 0.1));
    run.step(Map.of("g", OptimizerRun.of(DataType.DOUBLE, 3)));
    run.step(Map.of("g", OptimizerRun.of(DataType.DOUBLE, 5)));
    assertEquals(1 - 0.1 * 3 - 0.1 * (0.9 * 3 + 5), run.values("p")[0], 1e-15);
  }

  @Test
  void statesAreNamedAfterTheirParameter() {
    var b = new NetworkBuilder("one");
    var type = TensorType.of(DataType.FLOAT, 2, 3);
    for (var name : List.of("w", "g")) {
      b.input(name, type);
    }
    b.input("rate", TensorType.of(DataType.FLOAT));
    b.input("step", TensorType.of(DataType.FLOAT));
    var kept = Optimizers.of("adam", null).addUpdate(b, "w", type, "g", "rate", "step");
    assertEquals(
        List.of(new KeptValue("w/mean", type, null), new KeptValue("w/variance", type, null)),
        kept);
    var types = TypeInference.infer(b.build());
    assertEquals(List.of(), types.problems());
    var op = types.network().ops().getFirst();
    assertEquals(List.of("w", "g", "rate", "w/mean", "w/variance", "step"), op.inputs());
    op.outputs().forEach(output -> assertEquals(type, types.type(output)));
    var sums = Ftrl.of(0.1).addUpdate(b, "w", type, "g", "rate", "step").getFirst();
    assertEquals("w/accumulator", sums.value());
    assertEquals(0.1f, Objects.requireNonNull(sums.initial()).tensor().floatAt(5));
  }

  @Test
  void whatIsNoOptimizerIsTold() {
    var unknown = assertThrows(ProblemException.class, () -> Optimizers.of("newton", null));
    assertEquals("\"newton\" is no optimizer.", unknown.problems().getFirst().message());
    for (double rate : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      var wrong = assertThrows(ProblemException.class, () -> Optimizers.of("sgd", rate));
      assertEquals("training.rate.range", wrong.problems().getFirst().code());
    }
  }
}
