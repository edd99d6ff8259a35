package dev.partitura.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.operator.TypeInference;
import dev.partitura.engine.operator.Work;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleWorkTest {
  private static NetworkTypes types(String name, int batch) {
    var network = SampleModels.network(name);
    var types = OpenAxes.types(network, batch);
    assertEquals(List.of(), types.problems());
    return types;
  }

  /// Published multiply-accumulate counts at batch 1; two operations each, and a few percent for
  /// the elementwise ops.
  @ParameterizedTest
  @CsvSource({
    "resnet50, 4.09",
    "resnet18, 1.81",
    "mobilenetv2, 0.30",
    "squeezenet, 0.35",
    "googlenet, 1.50",
    "bert, 3.72"
  })
  void operationsAreThePublishedOnes(String name, double gigaMacs) {
    double flops = types(name, 1).works().values().stream().mapToDouble(Work::flops).sum();
    assertEquals(2 * gigaMacs, flops / 1e9, 0.07 * 2 * gigaMacs);
  }

  @ParameterizedTest
  @CsvSource({"mlp, 10", "lenet, 10", "branches, 10", "squeezenet, 1000", "transformer, 10"})
  void theBatchReachesTheOutput(String name, long classes) {
    var types = types(name, 3);
    var output = types.network().outputs().getFirst().name();
    assertEquals("float32 3×" + classes, String.valueOf(types.type(output)));
  }

  @ParameterizedTest
  @CsvSource({"mlp", "squeezenet", "googlenet", "resnet50", "bert"})
  void theBatchStaysASymbolUntilItIsGiven(String name) {
    var types = TypeInference.infer(SampleModels.network(name));
    assertEquals(List.of(), types.problems());
    var output = types.type(types.network().outputs().getFirst().name());
    assertEquals(
        "batch",
        output == null || output.shape() == null
            ? "unknown"
            : String.valueOf(output.shape().symbol(0)));
  }
}
